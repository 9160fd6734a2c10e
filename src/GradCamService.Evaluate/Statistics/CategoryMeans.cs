namespace GradCamService.Evaluate.Statistics;

/// <summary>The mean of the categories' means, in which a rare category weighs as much as a frequent one.</summary>
public static class CategoryMeans
{
    /// <param name="values">
    /// Of each image, the quantity of each of its categories. One that is null or not finite is not counted, and an image without any other is
    /// missing.
    /// </param>
    /// <param name="seed">
    /// Of the resamples: images are drawn with all their categories, since these are not independent, and a category that none of the images drawn
    /// has is left out of that mean.
    /// </param>
    public static Estimate Of(ImageValues<IReadOnlyCollection<KeyValuePair<string, double?>>> values, int seed)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var category in values.Values.SelectMany(each => each.Select(pair => pair.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            numbers.Add(category, numbers.Count);
        var images = values.Values
            .Select(each => each.Where(pair => Means.IsPresent(pair.Value)).Select(pair => (Category: numbers[pair.Key], Value: pair.Value!.Value))
                .OrderBy(pair => pair.Category).ToArray())
            .Where(image => image.Length > 0).ToArray();
        return new Estimate(
            images.Length > 0 ? Mean(Enumerable.Range(0, images.Length)) : null,
            images.Length > 1 ? Bootstrap.Percentiles(Bootstrap.Replicates(seed, [images.Length], drawn => Mean(drawn[0]))) : null,
            images.Length, values.Count - images.Length);

        double Mean(IEnumerable<int> places)
        {
            var (sums, counts) = (new double[numbers.Count], new int[numbers.Count]);
            foreach (var place in places)
                foreach (var (category, value) in images[place])
                {
                    sums[category] += value;
                    counts[category]++;
                }
            var (sum, seen) = (0.0, 0);
            for (var category = 0; category < sums.Length; category++)
                if (counts[category] > 0)
                {
                    sum += sums[category] / counts[category];
                    seen++;
                }
            return sum / seen;
        }
    }
}
