using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Localization;

/// <summary>Where in the photo a map finds its object. Lengths are whole pixels of the photo.</summary>
/// <param name="Threshold">Share of the map's maximum above which a pixel belongs.</param>
/// <param name="Boxes">The segments, largest first; none where the map has no positive value.</param>
/// <param name="Peak">The map's highest pixel, null where it has no positive value.</param>
/// <param name="Coverage">Share of the analysed pixels that belong, 0 to 1.</param>
public sealed record ObjectLocalization(double Threshold, IReadOnlyList<ObjectBox> Boxes, (int X, int Y)? Peak, double Coverage)
{
    /// <summary>The map's value above which a pixel belongs: that share of its maximum, and always below it.</summary>
    public float Level { get; init; }
}

/// <summary>One segment.</summary>
/// <param name="Box">Its bounding box, clipped to the photo.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="Peak">Its largest value as a share of the map's maximum.</param>
public sealed record ObjectBox(PixelBox Box, int Area, double Peak);
