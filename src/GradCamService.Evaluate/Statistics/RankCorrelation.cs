using MathNet.Numerics.Statistics;

namespace GradCamService.Evaluate.Statistics;

/// <summary>Spearman's rank correlation: Pearson's of the ranks, where equal values share the mean of their ranks.</summary>
public static class RankCorrelation
{
    /// <returns>−1 to 1; null where either has fewer than two different values, which have no order.</returns>
    /// <exception cref="ArgumentException">Not as many of one as of the other.</exception>
    public static double? Of(double[] one, double[] other)
    {
        if (one.Length != other.Length)
            throw new ArgumentException($"{one.Length} values cannot be paired with {other.Length}", nameof(other));
        return HasOrder(one) && HasOrder(other) ? Math.Clamp(Correlation.Spearman(one, other), -1, 1) : null;
    }

    private static bool HasOrder(double[] values) => values.AsSpan().ContainsAnyExcept(values.FirstOrDefault());
}
