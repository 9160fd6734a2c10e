namespace GradCamService.Explain.Imaging;

/// <summary>What an upload may cost.</summary>
/// <param name="MaxPixels">Most pixels (width × height, as the file's header says) that are decoded, ≥ 1.</param>
public sealed record DecodeLimits(long MaxPixels, bool ReduceJpeg = false);
