using System.Diagnostics.Metrics;

namespace GradCamService.Jobs.Work;

/// <summary>What operators watch of jobs, as OpenTelemetry instruments.</summary>
public sealed class JobMetrics
{
    public const string MeterName = "GradCamService.Jobs";

    private readonly Meter _meter;
    private readonly Counter<long> _parts;
    private readonly Counter<long> _items;

    public JobMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _parts = _meter.CreateCounter<long>("gradcam.jobs.parts", null, "Parts that ended here: done, returned, abandoned or cancelled.");
        _items = _meter.CreateCounter<long>("gradcam.jobs.items", null, "Photos of jobs that were answered here, by a problem or without.");
    }

    internal Meter Meter => _meter;

    internal void PartEnded(string kind, string end) => _parts.Add(1, new("kind", kind), new("end", end));

    internal void ItemsAnswered(string kind, int items, int failed)
    {
        _items.Add(items - failed, new("kind", kind), new("state", "succeeded"));
        _items.Add(failed, new("kind", kind), new("state", "failed"));
    }
}
