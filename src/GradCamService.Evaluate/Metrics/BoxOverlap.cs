using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Metrics;

/// <summary>How far boxes agree, by the pixels that they cover: a box from pixel 3 to pixel 3 covers one.</summary>
public static class BoxOverlap
{
    /// <summary>Pixels in both by pixels in either, 0 to 1.</summary>
    public static double IoU(PixelBox one, PixelBox other)
    {
        var across = Common(one.X, one.Width, other.X, other.Width);
        var down = Common(one.Y, one.Height, other.Y, other.Height);
        var both = (double)across * down;
        return both / ((double)one.Width * one.Height + (double)other.Width * other.Height - both);
    }

    /// <summary>The highest with any of several boxes; 0 where there are none.</summary>
    public static double Best(PixelBox box, IReadOnlyList<PixelBox> boxes) => boxes.Select(each => IoU(box, each)).DefaultIfEmpty(0).Max();

    private static int Common(int start, int length, int otherStart, int otherLength) =>
        Math.Max(Math.Min(start + length, otherStart + otherLength) - Math.Max(start, otherStart), 0);
}
