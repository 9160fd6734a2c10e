using System.ComponentModel.DataAnnotations;

namespace GradCamService.Explain.Queue;

/// <summary>Section <c>Queue</c>: how orders wait for the device, and what they may hold meanwhile.</summary>
public sealed class QueueOptions
{
    public const string Section = "Queue";

    /// <summary>Most requests that wait, compute or are drawn at once; one more is refused with 429. Default 64, 1 to 10,000.</summary>
    [Range(1, 10_000, ErrorMessage = "Queue:Capacity must be from 1 to 10000.")]
    public int Capacity { get; init; } = 64;

    /// <summary>
    /// Bytes that requests may hold together: one half uploads, photos that wait and answers, where a request that does not fit is refused with 429;
    /// the other half photos while they are decoded. At least twice Upload:MaxBytes and 26 MiB for one request. Default 0: a quarter of the memory
    /// that the machine or container has.
    /// </summary>
    [Range(0, long.MaxValue, ErrorMessage = "Queue:MemoryBudget must be a number of bytes, or 0 for a quarter of the memory.")]
    public long MemoryBudget { get; init; }

    /// <summary>Most images of a batch. Default 8, 1 to 256.</summary>
    [Range(1, 256, ErrorMessage = "Queue:MaxBatch must be from 1 to 256.")]
    public int MaxBatch { get; init; } = 8;

    /// <summary>
    /// Bytes that the tensors of a batch may take, by the network's own sizes; fewer images share a batch that would take more, one always runs.
    /// Default 0: a quarter of the memory that the machine or container has.
    /// </summary>
    [Range(0, long.MaxValue, ErrorMessage = "Queue:BatchMemory must be a number of bytes, or 0 for a quarter of the memory.")]
    public long BatchMemory { get; init; }

    /// <summary>Most bytes of one answer's pictures, as their pixels, which their files never exceed. Default 256 MiB, 1 MiB to 16 GiB.</summary>
    [Range(1L << 20, 1L << 34, ErrorMessage = "Queue:MaxAnswerBytes must be from 1048576 to 17179869184.")]
    public long MaxAnswerBytes { get; init; } = 256 << 20;

    /// <summary>Threads that decode photos and draw answers. Default 0: as many as there are cores. 0 to 256.</summary>
    [Range(0, 256, ErrorMessage = "Queue:Workers must be from 0 to 256.")]
    public int Workers { get; init; }

    /// <summary>How long a request may take before it is answered with 504. Default 30 seconds, 1 second to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true, ErrorMessage = "Queue:Timeout must be from 00:00:01 to 00:10:00.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    // A form's boundaries, headers and texts, and what permits are rounded up by.
    private const int FormOverhead = 1 << 20;

    /// <summary>Whether one request that is as large as any may be admitted.</summary>
    public bool Admits(UploadOptions upload) => MemoryBudgetOrDefault / 2 >= upload.MaxBytes + FormOverhead + Imaging.ImageHeader.MostDrawnBytes;

    // Models, libtorch and the system need the rest.
    internal static long QuarterOfMemory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;

    internal long MemoryBudgetOrDefault => MemoryBudget > 0 ? MemoryBudget : QuarterOfMemory;

    internal long BatchMemoryOrDefault => BatchMemory > 0 ? BatchMemory : QuarterOfMemory;

    internal int WorkersOrDefault => Workers > 0 ? Workers : Environment.ProcessorCount;
}
