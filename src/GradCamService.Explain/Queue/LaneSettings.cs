namespace GradCamService.Explain.Queue;

/// <summary>How the two lanes share a device and its workers; given in code.</summary>
public sealed record LaneSettings
{
    /// <summary>Least share of the background lane in the time that both lanes want. Default 0.2, 0 (only what is left) to 1 (first).</summary>
    public double Share { get; init; } = 0.2;

    /// <summary>
    /// Most images of a batch on the background lane while requests come, one of which may have to wait for it; ≥ 1. Groups keep the limit that all have,
    /// so that what they get can be had again. Default: no limit of its own.
    /// </summary>
    public int BackgroundBatch { get; init; } = int.MaxValue;

    /// <summary>How long after a request the next one is looked for; what comes after a longer pause may find a whole batch before it. Default 10 s.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(10);
}
