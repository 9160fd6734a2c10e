namespace GradCamService.Explain.Imaging.Files;

/// <summary>The formats served.</summary>
internal enum ImageFormat
{
    Jpeg,
    Png,
    WebP,
    Gif,
    Bmp,
}
