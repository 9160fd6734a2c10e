using static System.FormattableString;

namespace GradCamService.Explain.Imaging;

/// <summary>The upload is not an image, or its format is not among those served.</summary>
public sealed class UnsupportedImageException(string message) : Exception(message);

/// <summary>The upload has a known format's signature but is truncated or damaged.</summary>
public sealed class CorruptImageException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A policy's frames are not of one size.</summary>
/// <param name="sizes">Width and height of each, in pixels.</param>
public sealed class UnequalFramesException(IEnumerable<(int Width, int Height)> sizes) : Exception(
    $"Images of one request must be of one size; they are {string.Join(", ", sizes.Select(size => Invariant($"{size.Width} × {size.Height}")))}.");

/// <summary>Another file than the photo cannot be read.</summary>
/// <param name="part">The part of the request that it came in.</param>
/// <param name="inner">What is wrong with it.</param>
public sealed class PartException(string part, Exception inner) : Exception(
    $"Of the part '{part}'{(part == "image" ? " that the photo is compared with" : "")}: {inner.Message}", inner)
{
    public string Part { get; } = part;
}

/// <summary>The image costs more than an upload may. Thrown before memory for pixels is taken.</summary>
public sealed class ImageTooLargeException : Exception
{
    /// <summary>It has more pixels than allowed.</summary>
    public ImageTooLargeException(int width, int height, long maxPixels)
        : this(width, height, maxPixels, Invariant(
            $"The image has {width} × {height} = {(long)width * height} pixels; at most {maxPixels} are allowed."))
    {
    }

    /// <summary>Its file refines the picture in too many passes, called scans, over all pixels.</summary>
    public ImageTooLargeException(int scans, int width, int height, long maxPixels)
        : this(width, height, maxPixels, Invariant(
            $"The image has {scans} scans of {(long)width * height} pixels; at most {maxPixels} are decoded in all."))
    {
    }

    private ImageTooLargeException(int width, int height, long maxPixels, string message) : base(message) =>
        (Width, Height, MaxPixels) = (width, height, maxPixels);

    /// <summary>Pixels, as stored in the file (before EXIF orientation).</summary>
    public int Width { get; }

    /// <summary>Pixels, as stored in the file (before EXIF orientation).</summary>
    public int Height { get; }

    /// <summary>The limit that was exceeded, in pixels.</summary>
    public long MaxPixels { get; }

    /// <summary>It and the others of its request have more pixels together than allowed.</summary>
    internal static ImageTooLargeException Together(int files, long pixels, long maxPixels) => new(0, 0, maxPixels, Invariant(
        $"The {files} images of this request have {pixels} pixels together; at most {maxPixels} are decoded for one (twice Upload:MaxPixels)."));

    /// <summary>It has a side that is longer than any photo's.</summary>
    internal static ImageTooLargeException ForSide(int width, int height, int maxSide) =>
        new(width, height, maxSide, Invariant($"The image has {width} × {height} pixels; a side may have at most {maxSide}."));
}
