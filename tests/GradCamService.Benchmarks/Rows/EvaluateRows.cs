using System.Diagnostics.Metrics;
using System.Globalization;
using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Runs;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Library;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;

namespace GradCamService.Benchmarks.Rows;

/// <summary>
/// An evaluation of a folder (accuracy, localization, pointing, by Grad-CAM) against the bare explainer on the same files: both read and decode them, on as
/// many threads, and explain the same targets in batches of the same photos. The evaluation does it through the queue, and measures and journals besides.
/// What the explainer alone takes, of photos that are prepared, is told for scale.
/// </summary>
internal sealed class EvaluateRows : IAsyncDisposable
{
    private const int Photos = 64;
    private const int Width = 500;
    private const int Height = 375;

    // Photos at least 80 pixels smaller than the one that they are parts of.
    private const int Margin = 80;

    private readonly string _folder = Directory.CreateTempSubdirectory("evaluate").FullName;
    private readonly WaitingRoom _waiting = new();
    private readonly DeviceThread _thread;
    private readonly InferenceQueue _queue;
    private readonly EvaluationPlan _plan;
    private int _runs;

    /// <param name="place">The model's folder.</param>
    public EvaluateRows(string place)
    {
        var (models, options, rate, metrics) = (new ServedModels(), new QueueOptions(), new ServiceRate(), new QueueMetrics(new Meters()));
        _thread = new DeviceThread(
            _waiting, models, rate, metrics, TimeProvider.System, options, new DeviceOptions { Name = "cpu" }, Engine.Torch, NullLogger<DeviceThread>.Instance);
        _queue = new InferenceQueue(options, new UploadOptions(), _thread, _waiting, rate, metrics, TimeProvider.System);
        _thread.Start(device => ModelLibrary.Load([place], device));
        SpinWait.SpinUntil(() => models.IsLoaded || _thread.Ended.IsFaulted);
        _plan = Plan(models.Library.Entries.Single().Model!);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Close();
        await _thread.Ended;
        Directory.Delete(_folder, recursive: true);
    }

    public IEnumerable<Measurement> Run(TimeSpan time)
    {
        var prepared = Orders();
        var timed = new Interleaved()
            .Add("evaluate", Evaluate)
            .Add("bare-explainer", () => Explain(Orders()))
            .Add("bare-explainer-prepared", () => Explain(prepared));
        var spreads = timed.Run(time);
        foreach (var bare in new[] { "bare-explainer", "bare-explainer-prepared" })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  evaluate ÷ {bare}: {spreads["evaluate"].Median / spreads[bare].Median:0.00}, of the processor's time "
                + $"{timed.Processor("evaluate") / timed.Processor(bare):0.00}"));
        return spreads.Select(spread => new Measurement(spread.Key, _plan.Models[0].Name, Photos, _plan.Metrics.Contains("localization") ? 5 : 1, spread.Value, null));
    }

    private void Evaluate()
    {
        using var journal = Journal.Open(Directory.CreateDirectory(Path.Combine(_folder, $"{_runs++}")).FullName, "");
        new Evaluation(_plan, _queue, journal).RunAsync(() => { }, CancellationToken.None).GetAwaiter().GetResult();
    }

    private PreparedOrder[] Orders()
    {
        var runner = new PieceRunner(_plan, _queue);
        return [.. _plan.Images.AsParallel().AsOrdered().Select(image => Prepare(runner.OrderOf(_plan.Models[0], image), image.Path))];
    }

    private static PreparedOrder Prepare(Order order, string path) => new(order, PreparedPhoto.Of(
        [File.ReadAllBytes(path)], order.Model.Manifest.Input.Spec, 1, order.Fit, isDrawnOn: false, new UploadOptions().Limits, CancellationToken.None));

    private static void Explain(IReadOnlyList<PreparedOrder> orders)
    {
        foreach (var batch in orders.Chunk(EvaluationPlan.PieceSize))
            Explainer.Explain(batch);
    }

    private EvaluationPlan Plan(LoadedModel model)
    {
        using var photo = SKBitmap.Decode(SamplePhoto.Jpeg(Width + Margin, Height + Margin));
        var images = Enumerable.Range(0, Photos).Select(i =>
        {
            using var part = new SKBitmap();
            photo.ExtractSubset(part, SKRectI.Create(i * 37 % Margin, i * 23 % Margin, Width, Height));
            using var file = part.Encode(SKEncodedImageFormat.Jpeg, 90);
            var path = Path.Combine(_folder, $"{i:00}.jpg");
            File.WriteAllBytes(path, file.ToArray());
            return new DatasetImage($"{i:00}.jpg", path, [new DatasetObject("Egyptian cat", new PixelBox(100, 50, 250, 250))]);
        }).ToList();
        var cat = model.Concepts.ClassAt(285);
        return new EvaluationPlan
        {
            Dataset = new Dataset("made", "table", [new DatasetCategory("Egyptian cat", ["Egyptian cat"])], images, []),
            Images = images,
            Models = [new EvaluatedModel(model, model.DefaultLayer, model.Manifest.Input.Spec.Fit,
                new Dictionary<string, Explain.Concepts.Concept> { ["Egyptian cat"] = cat })],
            Methods = [MethodTable.GradCam],
            Thresholds = [ThresholdRule.Default],
            Metrics = new HashSet<string> { "accuracy", "localization", "pointing" },
        };
    }

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
