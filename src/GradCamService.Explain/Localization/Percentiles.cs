namespace GradCamService.Explain.Localization;

/// <summary>Percentiles of values, linear between neighbours in order, as NumPy computes them.</summary>
internal static class Percentiles
{
    /// <param name="values">At least one.</param>
    /// <param name="percent">0 to 100.</param>
    /// <returns>As a share of the largest; 0 where none is positive.</returns>
    public static double ShareOf(float[] values, double percent)
    {
        var ordered = values.ToArray();
        Array.Sort(ordered);
        var place = percent / 100 * (ordered.Length - 1);
        var (below, above) = (ordered[(int)place], ordered[Math.Min((int)place + 1, ordered.Length - 1)]);
        return ordered[^1] > 0 ? Math.Max(below + ((double)above - below) * (place - (int)place), 0) / ordered[^1] : 0;
    }
}
