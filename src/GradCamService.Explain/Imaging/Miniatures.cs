using GradCamService.Explain.Imaging.Resizing;

namespace GradCamService.Explain.Imaging;

/// <summary>A photo made small before many pictures are drawn on it.</summary>
public static class Miniatures
{
    /// <param name="photo">As it is drawn on; a smaller one is enlarged, so that a map's shape can be seen.</param>
    /// <param name="placement">Where the input lies in the whole photo.</param>
    /// <param name="side">The longest side that it gets, in pixels.</param>
    /// <returns>The small photo, and where the input lies in that.</returns>
    public static (Photo Photo, Placement Placement) Of(Photo photo, Placement placement, int side)
    {
        var scale = (double)side / Math.Max(placement.PhotoWidth, placement.PhotoHeight);
        var (width, height) = (Scale(placement.PhotoWidth), Scale(placement.PhotoHeight));
        var pixels = PillowResize.Resize(photo, width, height, Resampling.Bicubic, CancellationToken.None);
        return (new Photo(width, height, pixels), placement.ScaledTo(width, height));

        int Scale(int length) => Math.Max(1, (int)Math.Round(length * scale));
    }
}
