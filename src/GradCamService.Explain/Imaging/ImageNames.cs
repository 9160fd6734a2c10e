namespace GradCamService.Explain.Imaging;

/// <summary>What files of images are called.</summary>
public static class ImageNames
{
    // Also of formats that are not read: a file called so must not be left out in silence.
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".avif"];

    /// <summary>Whether a file is called as an image is.</summary>
    public static bool IsImage(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
