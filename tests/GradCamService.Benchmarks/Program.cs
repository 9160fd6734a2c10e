using GradCamService.Benchmarks;
using GradCamService.Benchmarks.Load;
using GradCamService.Benchmarks.Networks;
using GradCamService.Benchmarks.Rows;
using GradCamService.Explain.Methods;
using GradCamService.Onnx.Execution;

if (args is ["load", ..])
    return await LoadTest.Run(args[1..]);

string? Option(string name) => Array.IndexOf(args, name) is var at && at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
var only = Option("--only");
bool Wanted(string part) => only is null || only == part;
NativeHeap.KeepLargeBlocks();
// As the service does.
NativeSettings.Apply();
var report = new Report(Option("--json"));
Report.Heading();

var models = Path.Combine(AppContext.BaseDirectory, "models");
Compute("efficientnet-lite0", Path.Combine(models, "efficientnet-lite0", "model.onnx"), "head", 224, [1, 5, 20], seconds: 70);
Compute("efficientnet-lite2", Path.Combine(models, "efficientnet-lite2", "model.onnx"), "head", 260, [1], seconds: 12);
Random("resnet-50", KnownNetworks.SaveResNet50, seconds: 30);
Random("vgg-16", KnownNetworks.SaveVgg16, seconds: 40);
if (Wanted("methods"))
    Methods();
if (Wanted("imaging"))
    report.Add(ImagingRows.Run(TimeSpan.FromSeconds(5)));
if (Wanted("evaluate"))
{
    await using var rows = new EvaluateRows(Path.Combine(models, "efficientnet-lite0"));
    report.Add(rows.Run(TimeSpan.FromSeconds(40)));
}
if (Wanted("jobs"))
{
    await using var rows = await JobRows.StartAsync();
    report.Add(rows.Run(TimeSpan.FromSeconds(60)));
}
if (Wanted("lanes"))
    report.Add(await LaneRows.Run(Path.Combine(models, "efficientnet-lite0"), TimeSpan.FromSeconds(5)));
if (Wanted("service"))
    report.Add(await ServiceRows.Run());
report.Save();
return 0;

void Methods()
{
    report.Add(MethodRows.Run("efficientnet-lite0", Path.Combine(models, "efficientnet-lite0", "model.onnx"), "head", 224, MethodTable.All));
    var path = Path.Combine(Path.GetTempPath(), $"methods-{Environment.ProcessId}.onnx");
    try
    {
        report.Add(MethodRows.Run("resnet-50", path, KnownNetworks.SaveResNet50(path), 224,
            [MethodTable.GradCam, MethodTable.Named("ablation-cam"), MethodTable.GuidedGradCam]));
    }
    finally
    {
        File.Delete(path);
    }
}

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
