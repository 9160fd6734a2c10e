using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Networks;

/// <summary>
/// Six photos of 224 × 224 pixels, to see what a network makes of photos: a cat, a rocket, an astronaut, a cup of coffee, the
/// cat's face, the coffee's foam. All are in the public domain (NASA; scikit-image's chelsea and coffee).
/// </summary>
internal static class SamplePhotos
{
    private const int Count = 6;

    // Of large inputs, fewer: what a channel's mean and variance are, pixels tell, and not photos alone.
    private const int MostPixels = 6 * 256 * 256;
    private const int Fewest = 2;

    private static readonly Lazy<byte[][]> Files = new(() => [.. Enumerable.Range(1, Count).Select(Read)]);

    /// <summary>Values <c>[C, H, W]</c> from 0 to 255 of each photo.</summary>
    public static IEnumerable<float[]> Of(int width, int height, ColorOrder color)
    {
        var spec = new InputSpec(width, height, color, 1, Fit.Crop, Resampling.Bilinear, [0], [1]);
        return Files.Value.Take(Math.Clamp(MostPixels / (width * height), Fewest, Count)).Select(file => PreparedPhoto.Of(
            [file], spec, 1, Fit.Crop, isDrawnOn: false, new DecodeLimits(1 << 20), CancellationToken.None).Values);
    }

    private static byte[] Read(int number)
    {
        using var resource = typeof(SamplePhotos).Assembly.GetManifestResourceStream($"photo-{number}.jpg")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
