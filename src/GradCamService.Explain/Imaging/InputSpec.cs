namespace GradCamService.Explain.Imaging;

/// <summary>Channels of a model's input, in order.</summary>
public enum ColorOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,

    /// <summary>One channel: ITU-R 601 luma as Pillow's <c>convert("L")</c> computes it.</summary>
    Gray,

    /// <summary>Red, green, blue, and how opaque a pixel is: 255 throughout where a file has no transparency.</summary>
    Rgba,

    /// <summary>Blue, green, red, and how opaque a pixel is.</summary>
    Bgra,

    /// <summary>Luma, and how opaque a pixel is.</summary>
    GrayAlpha,
}

/// <summary>How a photo of any shape becomes an input of one shape.</summary>
public enum Fit
{
    /// <summary>The centre crop of the input's aspect, <see cref="InputSpec.Crop"/> of what fits.</summary>
    Crop,

    /// <summary>The whole photo, its aspect lost.</summary>
    Stretch,

    /// <summary>The whole photo, its aspect kept, centred on the mean colour.</summary>
    Pad,
}

/// <summary>Pillow's resampling filters; all but <see cref="Nearest"/> are antialiased when they shrink.</summary>
public enum Resampling
{
    /// <summary>Cubic convolution with a = −0.5, support 2.</summary>
    Bicubic,

    /// <summary>Triangle, support 1.</summary>
    Bilinear,

    /// <summary>The pixel at the place.</summary>
    Nearest,

    /// <summary>The mean of the pixels that shrink into one, support 0.5.</summary>
    Box,

    /// <summary>Windowed sinc, support 1.</summary>
    Hamming,

    /// <summary>Windowed sinc, support 3.</summary>
    Lanczos,
}

/// <summary>What a model's manifest says about its image input.</summary>
/// <param name="Width">Pixels, ≥ 1.</param>
/// <param name="Height">Pixels, ≥ 1.</param>
/// <param name="Color">Channels, in order.</param>
/// <param name="Crop">Share in (0, 1] of the shorter side that the centre crop keeps.</param>
/// <param name="Fit">The manifest's own fit.</param>
/// <param name="Resize">The filter.</param>
/// <param name="Mean">Subtracted, on the 0–255 scale: one number, or one a channel in the order of <paramref name="Color"/>.</param>
/// <param name="Std">Divided by, on the 0–255 scale, ≠ 0: one number, or one a channel.</param>
public sealed record InputSpec(
    int Width,
    int Height,
    ColorOrder Color,
    double Crop,
    Fit Fit,
    Resampling Resize,
    IReadOnlyList<float> Mean,
    IReadOnlyList<float> Std)
{
    /// <summary>
    /// Further photos of the same scene that the network sees at once, an infrared one for example: their channels follow this one's.
    /// Size and fit are this one's.
    /// </summary>
    public IReadOnlyList<InputSpec> Further { get; init; } = [];

    /// <summary>All photos that the network sees at once, this one first.</summary>
    public IEnumerable<InputSpec> Photos => Further.Prepend(this);

    /// <summary><see cref="Mean"/> or <see cref="Std"/> over all photos: one number, or one a channel.</summary>
    public IReadOnlyList<float> OverPhotos(Func<InputSpec, IReadOnlyList<float>> numbers) =>
        Photos.All(photo => numbers(photo).Count == 1 && numbers(photo)[0] == numbers(this)[0]) ? numbers(this)
        : [.. Photos.SelectMany(photo => Enumerable.Range(0, photo.Channels).Select(i => numbers(photo)[numbers(photo).Count == 1 ? 0 : i]))];

    /// <summary>Channels of this photo.</summary>
    public int Channels => ColorPlanes.Of(Color).Count;
}
