namespace GradCamService.Explain.Imaging;

/// <summary>A decoded upload, turned upright as its EXIF orientation says.</summary>
/// <param name="Width">Pixels, ≥ 1.</param>
/// <param name="Height">Pixels, ≥ 1.</param>
/// <param name="Pixels">RGB, 8 bit, interleaved, row by row without padding: <c>3 · Width · Height</c> bytes.</param>
public sealed record Photo(int Width, int Height, byte[] Pixels)
{
    /// <summary>Pixels of the upload, where it was decoded at a <see cref="Reduction"/>; else <see cref="Width"/>.</summary>
    public int FullWidth { get; init; } = Width;

    /// <summary>Likewise.</summary>
    public int FullHeight { get; init; } = Height;
}
