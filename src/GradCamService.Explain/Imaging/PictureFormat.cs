using GradCamService.Explain.Imaging.Png;
using GradCamService.Explain.Imaging.Skia;

namespace GradCamService.Explain.Imaging;

/// <summary>A kind of file that pictures become: a row of <see cref="All"/>.</summary>
/// <param name="Name">As the API writes it.</param>
/// <param name="MediaType">Of the file.</param>
/// <param name="Encode">Makes the file; safe to call from many threads.</param>
public sealed record PictureFormat(string Name, string MediaType, Func<Picture, byte[]> Encode)
{
    /// <summary>Every pixel as it was drawn.</summary>
    public static PictureFormat Png { get; } = new("png", "image/png", PngEncoder.Encode);

    /// <summary>A tenth of the bytes on a photo.</summary>
    public static PictureFormat Jpeg { get; } = new("jpeg", "image/jpeg", SkiaEncoder.Jpeg);

    /// <summary>Fewer bytes still, and the most time.</summary>
    public static PictureFormat WebP { get; } = new("webp", "image/webp", SkiaEncoder.WebP);

    /// <summary>The first is the default.</summary>
    public static IReadOnlyList<PictureFormat> All { get; } = [Png, Jpeg, WebP];
}
