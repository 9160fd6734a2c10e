namespace GradCamService.Evaluate.Datasets;

/// <summary>Some of a dataset's photos, drawn at random and yet the same on every machine.</summary>
public static class DatasetDraw
{
    /// <summary>
    /// The first <paramref name="limit"/> of a Fisher–Yates shuffle of the photos in their order, driven by <see cref="SplitMix64"/>, back in that
    /// order. Fewer photos of the same seed are among more.
    /// </summary>
    /// <param name="dataset">Itself is the answer where it has no more photos.</param>
    /// <param name="limit">Photos, ≥ 1.</param>
    /// <param name="seed">Any.</param>
    public static Dataset Draw(Dataset dataset, int limit, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        if (limit >= dataset.Images.Count)
            return dataset;
        var places = Places(dataset.Images.Count, limit, seed);
        Array.Sort(places);
        return dataset with { Images = [.. places.Select(place => dataset.Images[place])] };
    }

    /// <summary>Places of what is drawn, in the order of drawing.</summary>
    internal static int[] Places(int count, int limit, long seed)
    {
        var random = new SplitMix64(unchecked((ulong)seed));
        var places = Enumerable.Range(0, count).ToArray();
        for (var i = 0; i < limit; i++)
        {
            var other = i + random.Below(count - i);
            (places[i], places[other]) = (places[other], places[i]);
        }
        return places[..limit];
    }
}
