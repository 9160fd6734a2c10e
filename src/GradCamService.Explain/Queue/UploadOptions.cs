using System.ComponentModel.DataAnnotations;
using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Queue;

/// <summary>Section <c>Upload</c>: what an upload may cost.</summary>
public sealed class UploadOptions
{
    public const string Section = "Upload";

    /// <summary>Largest request body in bytes. Default 20 MiB, 1 KiB to 1 GiB.</summary>
    [Range(1 << 10, 1 << 30, ErrorMessage = "Upload:MaxBytes must be from 1024 to 1073741824.")]
    public int MaxBytes { get; init; } = 20 << 20;

    /// <summary>Most pixels of an image. Default 50,000,000, 1 to 1,000,000,000.</summary>
    [Range(1, 1_000_000_000, ErrorMessage = "Upload:MaxPixels must be from 1 to 1000000000.")]
    public int MaxPixels { get; init; } = 50_000_000;

    /// <summary>
    /// Whether large JPEGs are decoded at a reduced scale where no answer is drawn on the photo: faster, with slightly other numbers.
    /// Default false.
    /// </summary>
    public bool ReduceJpeg { get; init; }

    internal DecodeLimits Limits => new(MaxPixels, ReduceJpeg);
}
