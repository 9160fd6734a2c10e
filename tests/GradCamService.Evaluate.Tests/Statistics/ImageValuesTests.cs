using GradCamService.Evaluate.Statistics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Statistics;

public sealed class ImageValuesTests
{
    [Fact]
    public void Images_come_in_ordinal_order_whatever_the_culture()
    {
        var values = ImageValues.Of([("b.jpg", 1), ("a/2.jpg", 2), ("B.jpg", 3), ("ä.jpg", 4)]);

        Assert.Equal(["B.jpg", "a/2.jpg", "b.jpg", "ä.jpg"], values.Images);
        Assert.Equal([3, 2, 1, 4], values.Values);
    }

    [Fact]
    public void An_image_counts_once()
    {
        var part = ImageValues.Of([("a.jpg", 1)]);

        var refused = Assert.Throws<ArgumentException>(() => ImageValues.Merge([part, part]));

        Assert.StartsWith("image 'a.jpg' comes twice", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Some_images_keep_their_order()
    {
        var some = ImageValues.Of([("c", 1), ("a", 2), ("b", 3)]).Where(image => image != "b");

        Assert.Equal([("a", 2), ("c", 1)], some.Images.Zip(some.Values));
    }

    [Fact]
    public void Parts_in_any_order_give_the_same_means_to_the_last_bit()
    {
        // Magnitudes so far apart that another order of adding up gives another sum.
        var values = Enumerable.Range(0, 100).Select(i => ($"{i:d3}.jpg", (double?)Math.Pow(10, i * 7 % 33 - 16))).ToList();
        var parts = Enumerable.Range(0, 7).Select(part => ImageValues.Of(values.Where((_, i) => i * i % 7 == part))).Reverse().ToList();
        var backwards = Enumerable.Reverse(values).Sum(value => value.Item2!.Value) / values.Count;

        var (whole, merged) = (Means.Of(ImageValues.Of(values), 1), Means.Of(ImageValues.Merge(parts), 1));

        Assert.NotEqual(backwards, whole.Mean!.Value); // Exactly: order matters here.
        Assert.Equal(whole, merged);
    }
}
