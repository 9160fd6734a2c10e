using SkiaSharp;

namespace GradCamService.Explain.Tests.Fuzzing;

/// <summary>Whole images of all formats that are served, and some of others.</summary>
internal static class ImageSeeds
{
    // Larger ones would only slow the search down.
    private const int Largest = 60_000;

    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "Images")).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes).Where(file => file.Length <= Largest),
        .. new[] { SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Webp }.Select(Encode),
    ];

    private static byte[] Encode(SKEncodedImageFormat format)
    {
        using var photo = SKBitmap.Decode(TestData.Read("Images/rocket.jpg"));
        using var small = photo.Resize(new SKImageInfo(96, 64), new SKSamplingOptions(SKFilterMode.Linear));
        using var file = small.Encode(format, 80);
        return file.ToArray();
    }
}
