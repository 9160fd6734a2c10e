namespace GradCamService.Evaluate.Metrics;

/// <summary>Parts of a map whose edges may lie inside pixels.</summary>
internal static class Overlap
{
    /// <summary>How much of pixel <paramref name="pixel"/>, which goes from its number to the next, lies between two places: 0 to 1.</summary>
    public static double Of(int pixel, double from, double to) => Math.Max(Math.Min(pixel + 1, to) - Math.Max(pixel, from), 0);
}
