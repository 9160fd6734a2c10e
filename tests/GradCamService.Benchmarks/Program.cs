using GradCamService.Benchmarks;
using GradCamService.Benchmarks.Load;
using GradCamService.Benchmarks.Networks;
using GradCamService.Benchmarks.Rows;
using GradCamService.Onnx.Execution;

if (args is ["load", ..])
    return await LoadTest.Run(args[1..]);

string? Option(string name) => Array.IndexOf(args, name) is var at && at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
var only = Option("--only");
bool Wanted(string part) => only is null || only == part;
NativeHeap.KeepLargeBlocks();
// As the service does.
NativeThreads.SpinBriefly();
var report = new Report(Option("--json"));
Report.Heading();

var models = Path.Combine(AppContext.BaseDirectory, "models");
Compute("efficientnet-lite0", Path.Combine(models, "efficientnet-lite0", "model.onnx"), "head", 224, [1, 5, 20], seconds: 70);
Compute("efficientnet-lite2", Path.Combine(models, "efficientnet-lite2", "model.onnx"), "head", 260, [1], seconds: 12);
Random("resnet-50", KnownNetworks.SaveResNet50, seconds: 30);
Random("vgg-16", KnownNetworks.SaveVgg16, seconds: 40);
if (Wanted("imaging"))
    report.Add(ImagingRows.Run(TimeSpan.FromSeconds(5)));
if (Wanted("service"))
    report.Add(await ServiceRows.Run());
report.Save();
return 0;

void Compute(string name, string path, string layer, int size, int[] concepts, int seconds)
{
    if (!Wanted(name))
        return;
    using var rows = new ComputeRows(name, path, layer, size);
    report.Add(rows.Run(1, concepts, TimeSpan.FromSeconds(seconds / 3.0)));
    report.Add(rows.Run(8, concepts, TimeSpan.FromSeconds(seconds * 2 / 3.0)));
}

void Random(string name, Func<string, string> save, int seconds)
{
    if (!Wanted(name))
        return;
    var path = Path.Combine(Path.GetTempPath(), $"{name}-{Environment.ProcessId}.onnx");
    try
    {
        var layer = save(path);
        Compute(name, path, layer, 224, [1], seconds);
    }
    finally
    {
        File.Delete(path);
    }
}
