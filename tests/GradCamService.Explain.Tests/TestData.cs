using SkiaSharp;

namespace GradCamService.Explain.Tests;

/// <summary>Files that the tests read.</summary>
internal static class TestData
{
    public static byte[] Read(string path) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", path));

    /// <summary>A JPEG of 2,560 × 1,708 pixels: rocket.jpg, enlarged.</summary>
    public static byte[] LargeJpeg()
    {
        using var photo = SKBitmap.Decode(Read("Images/rocket.jpg"));
        using var large = photo.Resize(new SKImageInfo(2560, 1708), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var file = large.Encode(SKEncodedImageFormat.Jpeg, 95);
        return file.ToArray();
    }
}
