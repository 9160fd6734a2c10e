using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;

namespace GradCamService.Evaluate.Metrics;

/// <summary>Whether a map finds an object (Selvaraju et al. 2017, section 4.1; ILSVRC's rule).</summary>
public static class BoxLocalization
{
    /// <summary>From which IoU on a box is right.</summary>
    public const double LeastIoU = 0.5;

    /// <summary>
    /// Whether the box of the single largest segment overlaps any of the class's boxes by <see cref="LeastIoU"/> or more. Not where the map has no
    /// positive value, nor where the class is wrong, so that the image has no box of it. A guess counts as right where this is; a top-5 error is
    /// that none of five guesses, each with its own map, is.
    /// </summary>
    /// <param name="found">What the class's map finds.</param>
    /// <param name="boxes">The image's boxes of that class.</param>
    public static bool IsRight(ObjectLocalization found, IReadOnlyList<PixelBox> boxes) => IoU(found, boxes) >= LeastIoU;

    /// <summary>The highest IoU of the largest segment's box with any of the boxes; 0 where there is no segment or no box.</summary>
    public static double IoU(ObjectLocalization found, IReadOnlyList<PixelBox> boxes) =>
        found.Boxes is [var largest, ..] ? BoxOverlap.Best(largest.Box, boxes) : 0;
}
