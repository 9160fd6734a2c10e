using GradCamService.Explain.Naming;
using Xunit;

namespace GradCamService.Explain.Tests.Naming;

public sealed class NearestTests
{
    private static readonly string[] Fields = ["image", "concept", "against", "method", "layer", "threshold", "colormap", "images"];

    [Theory]
    [InlineData("concpet", "concept")]
    [InlineData("Concepts", "concept")]
    [InlineData("colourmap", "colormap")]
    [InlineData("treshold", "threshold")]
    [InlineData("METHOD", "method")]
    [InlineData("targetLayer", "layer")]
    [InlineData("target_layer", "layer")]
    [InlineData("color", "colormap")]
    [InlineData("image", "image")]
    public void A_slip_leads_to_the_name_that_was_meant(string text, string expected) =>
        Assert.Equal(expected, Nearest.To(text, Fields, 5)[0]);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("x")]
    [InlineData("zebra")]
    public void What_is_near_to_nothing_suggests_nothing(string text) => Assert.Empty(Nearest.To(text, Fields, 5));

    [Fact]
    public void Each_name_is_suggested_once_and_no_more_than_asked() =>
        Assert.Equal(["cat", "cats"], Nearest.To("cat", ["cats", "cat", "cat", "catx", "cat"], 2));

    [Fact]
    public void Words_in_another_order_are_near() => Assert.Equal(["tiger cat"], Nearest.To("cat tigr", ["dog", "tiger cat", "lion"], 5));

    [Fact]
    public void A_name_with_one_of_the_words_comes_after_a_name_with_all() =>
        Assert.Equal(["Siamese cat", "Siamese"], Nearest.To("siamese cta", ["Siamese", "Siamese cat"], 5));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("ca", "abc", 3)] // The restricted distance: a swapped pair is not edited again.
    [InlineData("abcd", "acbd", 1)]
    [InlineData("abcd", "abcd", 0)]
    [InlineData("", "abc", 3)]
    public void The_distance_counts_insertions_deletions_replacements_and_swaps(string left, string right, int expected)
    {
        Assert.Equal(expected, Nearest.Distance(left, right, 10));
        Assert.Equal(expected, Nearest.Distance(right, left, expected));
        Assert.Null(Nearest.Distance(left, right, expected - 1));
    }

    [Fact]
    public void A_long_text_is_compared_without_a_small_stack() =>
        Assert.Equal(1, Nearest.Distance(new string('a', 5000), new string('a', 5001), 2));

    [Fact]
    public void A_hostile_text_costs_no_more_than_a_long_name()
    {
        var candidates = Enumerable.Range(0, 3000).Select(i => $"name of the class {i}").ToList();
        var text = string.Concat(Enumerable.Repeat("nmae ", 200_000));

        Assert.NotEmpty(Nearest.To(text, candidates, 5));
    }
}
