namespace GradCamService.Explain.Imaging;

/// <summary>The upload is not an image, or its format is not among those served.</summary>
public sealed class UnsupportedImageException(string message) : Exception(message);

/// <summary>The upload has a known format's signature but is truncated or damaged.</summary>
public sealed class CorruptImageException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The image has more pixels than allowed. Thrown from the header, before memory for pixels is taken.</summary>
public sealed class ImageTooLargeException(int width, int height, long maxPixels)
    : Exception($"The image has {width} × {height} = {(long)width * height} pixels; at most {maxPixels} are allowed.")
{
    /// <summary>Pixels, as stored in the file (before EXIF orientation).</summary>
    public int Width { get; } = width;

    /// <summary>Pixels, as stored in the file (before EXIF orientation).</summary>
    public int Height { get; } = height;

    /// <summary>The limit that was exceeded.</summary>
    public long MaxPixels { get; } = maxPixels;
}
