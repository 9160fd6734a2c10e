namespace GradCamService.Onnx;

/// <summary>What one model may cost until it is ready: a small file may ask for hours and for terabytes.</summary>
public sealed record LoadLimits
{
    /// <summary>For all of it: files read, constants computed, network analysed, tried and warmed. Default 2 minutes.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Most nodes of a file, functions expanded; each takes some kilobytes while it is analysed. Default 20,000.</summary>
    public int Nodes { get; init; } = 20_000;

    /// <summary>
    /// Most bytes of its constants, and of all tensors of one run together, which a backward pass finds in memory at once. Default 0: the memory that the
    /// machine or container has.
    /// </summary>
    public long Bytes { get; init; }

    internal long BytesOrDefault => Bytes > 0 ? Bytes : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}

/// <summary>A model costs more than <see cref="LoadLimits"/> allow; the message says how much, and the limit.</summary>
public sealed class LoadLimitException(string message) : Exception(message)
{
    /// <summary>It takes too long.</summary>
    public static LoadLimitException Time(LoadLimits limits) =>
        new(FormattableString.Invariant($"it is not ready after {limits.Time.TotalSeconds:0.###} s, which Models:LoadTimeout allows"));
}
