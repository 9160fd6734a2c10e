using System.Diagnostics.Metrics;
using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Plans;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Library;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Queue;
using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;

namespace GradCamService.Evaluate.Tests.Runs;

/// <summary>A queue with a small network of ten classes, and photos for it.</summary>
public sealed class Device : IAsyncDisposable
{
    private const int Classes = 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("evaluation").FullName;
    private readonly WaitingRoom _waiting = new();
    private readonly DeviceThread _thread;

    public Device()
    {
        var models = new ServedModels();
        var options = new QueueOptions();
        var metrics = new QueueMetrics(new Meters());
        var rate = new ServiceRate();
        _thread = new DeviceThread(
            _waiting, models, rate, metrics, TimeProvider.System, options, new DeviceOptions { Name = "cpu" }, Engine.Torch, NullLogger<DeviceThread>.Instance);
        Queue = new InferenceQueue(options, new UploadOptions(), _thread, _waiting, rate, metrics, TimeProvider.System);
        var place = Directory.CreateDirectory(Path.Combine(_folder, "network")).FullName;
        File.Copy(Data("model.onnx"), Path.Combine(place, "model.onnx"));
        File.WriteAllText(Path.Combine(place, "model.json"), """
            {
              "name": "network", "task": "classification", "graph": "model.onnx",
              "input": { "width": 64, "height": 64, "fit": "stretch", "mean": [123.675, 116.28, 103.53], "std": [58.395, 57.12, 57.375] },
              "targetLayer": "/layer3/layer3.1/relu2/Relu_output_0", "layers": ["/layer3/layer3.1/relu2/Relu_output_0"]
            }
            """);
        _thread.Start(device => ModelLibrary.Load([place], device));
        SpinWait.SpinUntil(() => models.IsLoaded, TimeSpan.FromSeconds(60));
        Model = models.Library.Entries.Single().Model ?? throw new InvalidOperationException(models.Library.Entries.Single().Reason);
    }

    public InferenceQueue Queue { get; }

    public LoadedModel Model { get; }

    /// <summary>A plan for so many photos: parts of a photo, of two categories, each with a box.</summary>
    /// <param name="count">How many.</param>
    /// <param name="metrics">What is measured.</param>
    /// <param name="methods">By which methods.</param>
    public EvaluationPlan Plan(int count, IEnumerable<string> metrics, params string[] methods)
    {
        using var photo = SKBitmap.Decode(Data("chelsea.png"));
        var images = new List<DatasetImage>();
        for (var i = 0; i < count; i++)
        {
            using var part = new SKBitmap();
            photo.ExtractSubset(part, SKRectI.Create(i * 37 % (photo.Width - 90), i * 23 % (photo.Height - 80), 90, 80));
            using var file = part.Encode(SKEncodedImageFormat.Png, 100);
            var id = $"{i:000}.png";
            var path = Path.Combine(_folder, id);
            File.WriteAllBytes(path, file.ToArray());
            images.Add(new DatasetImage(id, path, [new DatasetObject($"{(i % 2 == 0 ? 9 : 4)}", new PixelBox(i % 20, i % 15, 40, 40))]));
        }
        var categories = new[] { "4", "9" };
        return new EvaluationPlan
        {
            Dataset = new Dataset("made", "table", [.. categories.Select(key => new DatasetCategory(key, [key]))], images, []),
            Images = images,
            Models = [new EvaluatedModel(Model, Model.DefaultLayer, Fit.Stretch,
                categories.ToDictionary(key => key, key => Model.Concepts.ClassAt(int.Parse(key, System.Globalization.CultureInfo.InvariantCulture))))],
            Methods = [.. methods.Select(MethodTable.Named)],
            Thresholds = [ThresholdRule.Default],
            Metrics = metrics.ToHashSet(),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Close();
        await _thread.Ended;
        Directory.Delete(_folder, recursive: true);
    }

    private static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
