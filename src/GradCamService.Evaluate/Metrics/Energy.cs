using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Metrics;

/// <summary>The energy-based pointing game (Wang et al. 2020, arXiv:1910.01279): how much of the evidence lies on the object.</summary>
public static class Energy
{
    /// <summary>
    /// The share of the map's sum over the analysed pixels that is of pixels whose centres lie in any of the boxes, 0 to 1. Of a constant map that is
    /// the share of the analysed pixels. What lies outside is 1 minus it.
    /// </summary>
    /// <param name="heatmap">≥ 0, at the network's input size, row-major.</param>
    /// <param name="placement">How the input lies in the photo.</param>
    /// <param name="boxes">Of the category.</param>
    /// <returns>Null where the map has no positive value, of which there is no share.</returns>
    public static double? Inside(float[] heatmap, Placement placement, IReadOnlyList<PixelBox> boxes)
    {
        var map = AnalyzedMap.Of(heatmap, placement).Values;
        var isInside = BoxPixels.Inside(placement, boxes);
        var (inside, all) = (0.0, 0.0);
        for (var pixel = 0; pixel < map.Length; pixel++)
        {
            all += map[pixel];
            inside += isInside[pixel] ? map[pixel] : 0;
        }
        return all > 0 ? inside / all : null;
    }
}
