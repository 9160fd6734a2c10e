using GradCamService.Explain.Imaging.Resizing;

namespace GradCamService.Explain.Imaging;

/// <summary>A photo made small before many pictures are drawn on it.</summary>
public static class Miniatures
{
    /// <param name="photo">Any size; a smaller one is enlarged, so that a map's shape can be seen.</param>
    /// <param name="placement">Where the input lies in it.</param>
    /// <param name="side">The longest side that it gets, in pixels.</param>
    /// <returns>The small photo, and where the input lies in that.</returns>
    public static (Photo Photo, Placement Placement) Of(Photo photo, Placement placement, int side)
    {
        var scale = (double)side / Math.Max(photo.Width, photo.Height);
        var (width, height) = (Math.Max(1, (int)Math.Round(photo.Width * scale)), Math.Max(1, (int)Math.Round(photo.Height * scale)));
        var pixels = PillowResize.Resize(
            photo.Pixels, photo.Width, photo.Height, 3, new Region(0, 0, photo.Width, photo.Height), width, height, Resampling.Bicubic);
        var (x, y) = ((double)width / photo.Width, (double)height / photo.Height);
        var source = placement.Source;
        return (new Photo(width, height, pixels), placement with
        {
            PhotoWidth = width,
            PhotoHeight = height,
            Source = new Region(source.X * x, source.Y * y, source.Width * x, source.Height * y),
        });
    }
}
