namespace GradCamService.Evaluate.Statistics;

/// <summary>
/// How far two distributions are apart (Lin 1991, IEEE Trans. Inf. Theory 37(1); Endres and Schindelin 2003, ibid. 49(7)): with m = (p + q) / 2,
/// the divergence is ½ Σ p log₂ (p / m) + ½ Σ q log₂ (q / m), and the distance its square root. 0: equal; 1: nothing in common.
/// </summary>
public static class JensenShannon
{
    /// <param name="one">≥ 0, of any positive sum.</param>
    /// <param name="other">As many, likewise.</param>
    /// <exception cref="ArgumentException">Not as many of one as of the other, or one sums to nothing.</exception>
    public static double Distance(ReadOnlySpan<double> one, ReadOnlySpan<double> other) => Math.Sqrt(Divergence(one, other));

    /// <summary>0 to 1; as <see cref="Distance"/>.</summary>
    public static double Divergence(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        if (one.Length != other.Length)
            throw new ArgumentException($"{one.Length} values cannot be compared with {other.Length}", nameof(other));
        var (first, second) = (Sum(one, nameof(one)), Sum(other, nameof(other)));
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            var (p, q) = (one[i] / first, other[i] / second);
            sum += Term(p, (p + q) / 2) + Term(q, (p + q) / 2);
        }
        return Math.Clamp(sum / 2, 0, 1);
    }

    // 0 log 0 is 0.
    private static double Term(double p, double m) => p > 0 ? p * Math.Log2(p / m) : 0;

    private static double Sum(ReadOnlySpan<double> values, string name)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum > 0 ? sum : throw new ArgumentException("the values sum to nothing, which is no distribution", name);
    }
}
