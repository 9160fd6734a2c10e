using System.ComponentModel.DataAnnotations;

namespace GradCamService.Configuration;

/// <summary>Section <c>Queue</c>: how requests wait for the device.</summary>
public sealed class QueueOptions
{
    public const string Section = "Queue";

    /// <summary>Most requests that wait, compute or are drawn at once; one more is refused with 429. Default 64, 1 to 10,000.</summary>
    [Range(1, 10_000, ErrorMessage = "Queue:Capacity must be from 1 to 10000.")]
    public int Capacity { get; init; } = 64;

    /// <summary>Most images of a batch. Default 8, 1 to 256.</summary>
    [Range(1, 256, ErrorMessage = "Queue:MaxBatch must be from 1 to 256.")]
    public int MaxBatch { get; init; } = 8;

    /// <summary>How long a request may take before it is answered with 504. Default 30 seconds, 1 second to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true, ErrorMessage = "Queue:Timeout must be from 00:00:01 to 00:10:00.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
