using SkiaSharp;

namespace GradCamService.Benchmarks.Rows;

/// <summary>A real photo at the size that a row needs.</summary>
internal static class SamplePhoto
{
    public static byte[] Jpeg(int width, int height) => Encode(width, height, SKEncodedImageFormat.Jpeg);

    public static byte[] Png(int width, int height) => Encode(width, height, SKEncodedImageFormat.Png);

    private static byte[] Encode(int width, int height, SKEncodedImageFormat format)
    {
        using var original = SKBitmap.Decode(Path.Combine(AppContext.BaseDirectory, "chelsea.png"));
        using var scaled = original.Resize(new SKImageInfo(width, height), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var data = scaled.Encode(format, 90);
        return data.ToArray();
    }
}
