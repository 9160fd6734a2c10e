using System.Diagnostics.Metrics;
using GradCamService.Explain.Library;
using GradCamService.Onnx;

namespace GradCamService.Explain.Queue;

/// <summary>What operators watch, as OpenTelemetry instruments; Prometheus reads them at <c>/metrics</c>.</summary>
public sealed class QueueMetrics
{
    public const string MeterName = "GradCamService";

    private static readonly string[] Reasons =
        ["queue-full", "memory-full", "caller-share", "draining", "broken", "deadline", "upload-slow", "caller-left"];

    private readonly Meter _meter;
    private readonly Histogram<double> _wait;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _stage;
    private readonly Counter<double> _device;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _faults;

    public QueueMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _wait = _meter.CreateHistogram<double>("gradcam.queue.wait", "s", "Time from submission to the start of the batch.");
        _batch = _meter.CreateHistogram<int>("gradcam.batch.size", null, "Images a batch.");
        _stage = _meter.CreateHistogram<double>("gradcam.stage.duration", "s", "Time of a stage: decode, forward, backward, render.");
        _device = _meter.CreateCounter<double>("gradcam.device.seconds", "s", "Time that the device has worked, by lane.");
        _refusals = _meter.CreateCounter<long>("gradcam.refusals", null, "Requests that were not computed, by reason.");
        _faults = _meter.CreateCounter<long>("gradcam.engine.faults", null, "Batches that the engine or the device failed on, by fault.");
    }

    internal void Observe(Func<int> depth, int capacity, Func<long> held, long budget, Func<int> background)
    {
        _meter.CreateObservableGauge("gradcam.queue.depth", depth, null, "Requests that wait, compute or are drawn.");
        _meter.CreateObservableGauge("gradcam.queue.background", background, null, "Orders of jobs and evaluations that wait for the device.");
        _meter.CreateObservableGauge("gradcam.queue.capacity", () => capacity, null, "Most requests that may.");
        _meter.CreateObservableGauge("gradcam.queue.memory.held", held, "By", "Bytes of uploads, photos that wait and answers.");
        _meter.CreateObservableGauge("gradcam.queue.memory.budget", () => budget, "By", "Most bytes that they may hold.");
    }

    /// <param name="models">All versions of all models.</param>
    internal void ObserveModels(Func<IReadOnlyList<ModelEntry>> models) => _meter.CreateObservableGauge(
        "gradcam.model.memory", () => models().Select(entry => new Measurement<long>(entry.MemoryBytes, new("model", entry.Name), new("version", entry.Version ?? ""))),
        "By", "Bytes of a model's weights and other constants in memory, shared ones included.");

    /// <summary>
    /// Shows every reason with 0, once the exporter listens: Prometheus takes a series that appears with 1 for one that never grew.
    /// </summary>
    internal void ShowReasons()
    {
        foreach (var reason in Reasons)
            _refusals.Add(0, new KeyValuePair<string, object?>("reason", reason));
        foreach (var fault in Enum.GetValues<EngineFault>())
            _faults.Add(0, Of(fault));
        foreach (var lane in Enum.GetValues<Lane>())
            _device.Add(0, Of(lane));
    }

    internal void Waited(Lane lane, string model, TimeSpan time) =>
        _wait.Record(time.TotalSeconds, new KeyValuePair<string, object?>("model", model), Of(lane));

    internal void Computed(Lane lane, TimeSpan time) => _device.Add(time.TotalSeconds, Of(lane));

    internal void BatchComputed(Lane lane, string model, int images, TimeSpan forward, TimeSpan backward)
    {
        _batch.Record(images, new KeyValuePair<string, object?>("model", model), Of(lane));
        Stage("forward", model, forward);
        if (backward > TimeSpan.Zero)
            Stage("backward", model, backward);
    }

    internal void Stage(string stage, string model, TimeSpan time) => _stage.Record(
        time.TotalSeconds, new KeyValuePair<string, object?>("stage", stage), new KeyValuePair<string, object?>("model", model));

    internal void Refused(string reason) => _refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void Faulted(EngineFault fault) => _faults.Add(1, Of(fault));

    private static KeyValuePair<string, object?> Of(Lane lane) => new("lane", Naming.Names.Of(lane));

    private static KeyValuePair<string, object?> Of(EngineFault fault) => new("fault", Naming.Names.Of(fault));
}
