using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;

namespace GradCamService.Evaluate.Metrics;

/// <summary>The pointing game (Zhang et al. 2016, arXiv:1608.00507): does the map's highest pixel lie on the object?</summary>
public static class Pointing
{
    /// <summary>At which what is as high as the peak belongs.</summary>
    public static ThresholdRule AtMaximum { get; } = ThresholdRule.Share(1);

    /// <summary>
    /// The photo's pixel at the centre of the map's highest one, the first in rows of equally high ones. Null where all analysed pixels are equally
    /// high, zero or not: such a map points nowhere, which is a miss.
    /// </summary>
    /// <param name="heatmap">≥ 0, at the network's input size, row-major.</param>
    /// <param name="placement">How the input lies in the photo.</param>
    public static (int X, int Y)? PeakOf(float[] heatmap, Placement placement) => PeakOf(Localizer.Find(heatmap, placement, AtMaximum));

    /// <summary>The same, where what is as high as the peak was looked for already, beside other thresholds.</summary>
    /// <param name="atMaximum">What the localizer finds at <see cref="AtMaximum"/>.</param>
    public static (int X, int Y)? PeakOf(ObjectLocalization atMaximum) => atMaximum.Coverage < 1 ? atMaximum.Peak : null;

    /// <summary>
    /// Whether the peak lies in a box, or nearer than the tolerance to one: the Euclidean distance from the peak's pixel to the nearest pixel of
    /// the box, centre to centre, is smaller. So TorchRay decides, where nothing would hit at tolerance 0; here, what lies in the box always does.
    /// </summary>
    /// <param name="peak">Null is a miss.</param>
    /// <param name="boxes">Of the category.</param>
    /// <param name="tolerance">Pixels of the photo, ≥ 0.</param>
    public static bool Hits((int X, int Y)? peak, IReadOnlyList<PixelBox> boxes, double tolerance = 0) =>
        peak is { } pixel && boxes.Select(box => Distance(pixel, box)).Any(distance => distance == 0 || distance < tolerance);

    private static double Distance((int X, int Y) pixel, PixelBox box) =>
        double.Hypot(Beyond(pixel.X, box.X, box.Width), Beyond(pixel.Y, box.Y, box.Height));

    /// <summary>How many pixels a place lies before or behind a stretch of them; 0 inside.</summary>
    private static int Beyond(int place, int start, int length) => Math.Max(Math.Max(start - place, place - (start + length - 1)), 0);
}
