namespace GradCamService.Evaluate.Statistics;

/// <summary>
/// What was found on each image, in the ordinal order of the images' ids. What is computed in that order is the same to the last bit however the
/// images were split among runs and machines.
/// </summary>
/// <typeparam name="T">A number, or null on an image that has none; a map.</typeparam>
public sealed class ImageValues<T>
{
    internal ImageValues(IReadOnlyList<string> images, IReadOnlyList<T> values) => (Images, Values) = (images, values);

    /// <summary>Their ids, each once, ascending.</summary>
    public IReadOnlyList<string> Images { get; }

    /// <summary>One an image, in the same order.</summary>
    public IReadOnlyList<T> Values { get; }

    public int Count => Images.Count;

    /// <summary>Those of some images: of a category, a group.</summary>
    public ImageValues<T> Where(Func<string, bool> isMeant)
    {
        var places = Enumerable.Range(0, Count).Where(place => isMeant(Images[place])).ToList();
        return new([.. places.Select(place => Images[place])], [.. places.Select(place => Values[place])]);
    }
}

/// <summary>Puts values in the order of their images.</summary>
public static class ImageValues
{
    /// <exception cref="ArgumentException">An image comes twice.</exception>
    public static ImageValues<T> Of<T>(IEnumerable<(string Image, T Value)> values)
    {
        var ordered = values.ToList();
        ordered.Sort((one, other) => string.CompareOrdinal(one.Image, other.Image));
        for (var i = 1; i < ordered.Count; i++)
            if (ordered[i].Image == ordered[i - 1].Image)
                throw new ArgumentException($"image '{ordered[i].Image}' comes twice; each image counts once", nameof(values));
        return new([.. ordered.Select(each => each.Image)], [.. ordered.Select(each => each.Value)]);
    }

    /// <summary>The values of all parts, in whatever order the parts come.</summary>
    /// <exception cref="ArgumentException">Two parts have the same image.</exception>
    public static ImageValues<T> Merge<T>(IEnumerable<ImageValues<T>> parts) =>
        Of(parts.SelectMany(part => part.Images.Zip(part.Values)));
}
