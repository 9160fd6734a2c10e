using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Outputs;

/// <summary>Overlaps of boxes, and what is left where the better suppress those that they overlap.</summary>
public static class Suppression
{
    /// <summary>Intersection over union, 0 to 1; 0 for boxes without an area.</summary>
    public static double Overlap(Region one, Region other)
    {
        var width = Math.Min(one.X + one.Width, other.X + other.Width) - Math.Max(one.X, other.X);
        var height = Math.Min(one.Y + one.Height, other.Y + other.Height) - Math.Max(one.Y, other.Y);
        if (!(width > 0 && height > 0))
            return 0;
        var shared = width * height;
        return shared / ((one.Width * one.Height) + (other.Width * other.Height) - shared);
    }

    /// <summary>Those that no better one of the same class overlaps, one after the other.</summary>
    /// <param name="sorted">Best first.</param>
    /// <param name="overlap">Intersection over union above which the worse goes; 1: none goes.</param>
    public static IEnumerable<BoxProposal> Kept(IEnumerable<BoxProposal> sorted, double overlap)
    {
        var kept = new Dictionary<int, List<Region>>();
        foreach (var detection in sorted)
        {
            if (!kept.TryGetValue(detection.Class, out var better))
                kept[detection.Class] = better = [];
            if (better.Exists(other => Overlap(other, detection.Box) > overlap))
                continue;
            better.Add(detection.Box);
            yield return detection;
        }
    }
}
