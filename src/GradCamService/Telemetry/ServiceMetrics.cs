using System.Diagnostics.Metrics;

namespace GradCamService.Telemetry;

/// <summary>What operators watch, as OpenTelemetry instruments; Prometheus reads them at <c>/metrics</c>.</summary>
public sealed class ServiceMetrics
{
    public const string MeterName = "GradCamService";

    private static readonly string[] Reasons = ["queue-full", "draining", "deadline", "caller-left"];

    private readonly Meter _meter;
    private readonly Histogram<double> _wait;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _stage;
    private readonly Counter<long> _refusals;

    public ServiceMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _wait = _meter.CreateHistogram<double>("gradcam.queue.wait", "s", "Time from submission to the start of the batch.");
        _batch = _meter.CreateHistogram<int>("gradcam.batch.size", null, "Images a batch.");
        _stage = _meter.CreateHistogram<double>("gradcam.stage.duration", "s", "Time of a stage: decode, forward, backward, render.");
        _refusals = _meter.CreateCounter<long>("gradcam.refusals", null, "Requests that were not computed, by reason.");
    }

    public void ObserveQueue(Func<int> depth, Func<int> capacity)
    {
        _meter.CreateObservableGauge("gradcam.queue.depth", depth, null, "Requests that wait, compute or are drawn.");
        _meter.CreateObservableGauge("gradcam.queue.capacity", capacity, null, "Most requests that may.");
    }

    /// <summary>
    /// Shows every reason with 0, once the exporter listens: Prometheus takes a series that appears with 1 for one that never grew.
    /// </summary>
    public void ShowReasons()
    {
        foreach (var reason in Reasons)
            _refusals.Add(0, new KeyValuePair<string, object?>("reason", reason));
    }

    public void Waited(string model, TimeSpan time) => _wait.Record(time.TotalSeconds, new KeyValuePair<string, object?>("model", model));

    public void BatchComputed(string model, int images, TimeSpan forward, TimeSpan backward)
    {
        _batch.Record(images, new KeyValuePair<string, object?>("model", model));
        Stage("forward", model, forward);
        if (backward > TimeSpan.Zero)
            Stage("backward", model, backward);
    }

    public void Stage(string stage, string model, TimeSpan time) => _stage.Record(
        time.TotalSeconds, new KeyValuePair<string, object?>("stage", stage), new KeyValuePair<string, object?>("model", model));

    public void Refused(string reason) => _refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
