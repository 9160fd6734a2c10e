namespace GradCamService.Evaluate.Statistics;

/// <summary>
/// Means over images with their intervals. An image without the quantity, null or no finite number, is not counted, and the estimate says how
/// many there are.
/// </summary>
public static class Means
{
    /// <param name="seed">Of the resamples.</param>
    public static Estimate Of(ImageValues<double?> values, int seed)
    {
        var present = Present(values.Values);
        return Of(present, values.Count - present.Length, seed);
    }

    /// <summary>Two series on the same images: an image that either lacks is missing, and pairs are drawn.</summary>
    public static Comparison Paired(ImageValues<double?> one, ImageValues<double?> other, int seed)
    {
        var others = other.Images.Zip(other.Values).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        var pairs = one.Images.Zip(one.Values)
            .Select(each => (One: each.Second, Other: others.GetValueOrDefault(each.First)))
            .Where(pair => IsPresent(pair.One) && IsPresent(pair.Other))
            .Select(pair => (One: pair.One!.Value, Other: pair.Other!.Value)).ToList();
        var missing = one.Images.Union(other.Images, StringComparer.Ordinal).Count() - pairs.Count;
        var differences = Of([.. pairs.Select(pair => pair.One - pair.Other)], missing, seed);
        return new Comparison(
            Of([.. pairs.Select(pair => pair.One)], missing, seed), Of([.. pairs.Select(pair => pair.Other)], missing, seed),
            differences.Mean, differences.Interval);
    }

    /// <summary>Two series on different images, as of two groups: each is drawn on its own.</summary>
    public static Comparison Unpaired(ImageValues<double?> one, ImageValues<double?> other, int seed)
    {
        var (first, second) = (Present(one.Values), Present(other.Values));
        return new Comparison(
            Of(one, seed), Of(other, seed),
            first.Length > 0 && second.Length > 0 ? Mean(first) - Mean(second) : null,
            first.Length > 1 && second.Length > 1
                ? Bootstrap.Percentiles(Bootstrap.Replicates(
                    seed, [first.Length, second.Length], drawn => Mean(first, drawn[0]) - Mean(second, drawn[1])))
                : null);
    }

    internal static bool IsPresent(double? value) => value is { } number && double.IsFinite(number);

    private static double[] Present(IEnumerable<double?> values) => [.. values.Where(IsPresent).Select(value => value!.Value)];

    private static Estimate Of(double[] values, int missing, int seed) => new(
        values.Length > 0 ? Mean(values) : null,
        values.Length > 1 ? Bootstrap.Percentiles(Bootstrap.Replicates(seed, [values.Length], drawn => Mean(values, drawn[0]))) : null,
        values.Length, missing);

    // One after the other: a vectorized sum depends on how wide the processor's registers are.
    private static double Mean(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }

    private static double Mean(double[] values, int[] places)
    {
        var sum = 0.0;
        foreach (var place in places)
            sum += values[place];
        return sum / places.Length;
    }
}
