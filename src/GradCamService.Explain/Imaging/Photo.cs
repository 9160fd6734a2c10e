namespace GradCamService.Explain.Imaging;

/// <summary>A decoded upload, turned upright as its EXIF orientation says.</summary>
/// <param name="Width">Pixels, ≥ 1.</param>
/// <param name="Height">Pixels, ≥ 1.</param>
/// <param name="Pixels">RGB, 8 bit, interleaved, row by row without padding: <c>3 · Width · Height</c> bytes.</param>
public sealed record Photo(int Width, int Height, byte[] Pixels)
{
    /// <summary>Pixels of the upload, where the photo is smaller than that; else <see cref="Width"/>.</summary>
    public int FullWidth { get; init; } = Width;

    /// <summary>Likewise.</summary>
    public int FullHeight { get; init; } = Height;
}

/// <summary>A drawn result.</summary>
/// <param name="Width">Pixels, ≥ 1.</param>
/// <param name="Height">Pixels, ≥ 1.</param>
/// <param name="Pixels">As a <see cref="Photo"/>'s.</param>
public sealed record Picture(int Width, int Height, byte[] Pixels);

/// <summary>A photo to read, whoever owns its pixels.</summary>
internal readonly ref struct PhotoView(int width, int height, ReadOnlySpan<byte> pixels)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public ReadOnlySpan<byte> Pixels { get; } = pixels;

    public int FullWidth { get; init; } = width;

    public int FullHeight { get; init; } = height;

    /// <summary>How opaque each pixel is, one byte each; empty where all are, or where nobody asked.</summary>
    public ReadOnlySpan<byte> Alpha { get; init; }

    public static implicit operator PhotoView(Photo photo) =>
        new(photo.Width, photo.Height, photo.Pixels) { FullWidth = photo.FullWidth, FullHeight = photo.FullHeight };
}
