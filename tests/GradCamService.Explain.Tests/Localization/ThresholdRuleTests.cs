using System.Text.RegularExpressions;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using Xunit;

namespace GradCamService.Explain.Tests.Localization;

public sealed class ThresholdRuleTests
{
    /// <summary>A 4 × 4 input that shows the whole of a photo of 4 × 4 pixels.</summary>
    private static readonly Placement Whole = new(4, 4, new Region(0, 0, 4, 4), new Region(0, 0, 4, 4), 4, 4);

    /// <summary>Eleven zeros, then 1, 2, 2, 4, 8 in order.</summary>
    private static readonly float[] TwoObjects = [0, 0, 0, 8, 1, 2, 0, 0, 2, 4, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void Otsu_parts_a_map_with_two_heights_between_them()
    {
        // Shares .1 (nine), .2 (four) and 1 (three) lie in bins 25, 51 and 255 of 256. Split behind bin 25: 9 · 7 · (138.4 − 25)² = 810,000;
        // behind bin 51: 13 · 3 · (255 − 33)² = 1,922,076, which is more. The upper edge of bin 51 is 52 / 256.
        float[] map = [1, 1, 1, 2, 1, 10, 10, 2, 1, 10, 2, 1, 1, 2, 1, 1];

        var found = Localizer.Find(map, Whole, ThresholdRule.Parse("otsu")!);

        Assert.Equal(52 / 256.0, found.Threshold);
        Assert.Equal(3 / 16.0, found.Coverage);
        Assert.Equal(new PixelBox(1, 1, 2, 2), Assert.Single(found.Boxes).Box);
    }

    [Fact]
    public void A_map_of_one_height_has_nothing_to_part_and_all_of_it_belongs()
    {
        var found = Localizer.Find([.. Enumerable.Repeat(3f, 16)], Whole, ThresholdRule.Parse("otsu")!);

        Assert.Equal(0, found.Threshold);
        Assert.Equal(1, found.Coverage);
    }

    [Theory]
    [InlineData("p0", 0, 5)]
    [InlineData("p50", 0, 5)] // Place 7.5 of 15: between two zeros.
    [InlineData("p80", 2 / 8.0, 2)] // Place 12 is a 2, and both of them lie on it, not above.
    [InlineData("p90", 3 / 8.0, 2)] // Place 13.5: between 2 and 4.
    [InlineData("p97.5", 6.5 / 8, 1)] // Place 14.625: between 4 and 8.
    [InlineData("p100", 1, 1)] // The peak belongs at any threshold.
    public void A_percentile_is_of_the_pixels_in_order(string rule, double share, int belonging)
    {
        var found = Localizer.Find(TwoObjects, Whole, ThresholdRule.Parse(rule)!);

        Assert.Equal(share, found.Threshold, 1e-15); // The last bit of a product.
        Assert.Equal(belonging / 16.0, found.Coverage);
    }

    [Theory]
    [InlineData("otsu")]
    [InlineData("p50")]
    public void Padding_tells_nothing(string rule)
    {
        // The photo fills the two rows in the middle.
        var padded = new Placement(4, 2, new Region(0, 0, 4, 2), new Region(0, 1, 4, 2), 4, 4);
        float[] low = [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 8, 8, 0, 0, 0, 0];
        float[] high = [9, 9, 9, 9, 1, 1, 1, 1, 1, 1, 8, 8, 9, 9, 9, 9];

        var (one, other) = (Localizer.Find(low, padded, ThresholdRule.Parse(rule)!), Localizer.Find(high, padded, ThresholdRule.Parse(rule)!));

        Assert.Equal(2 / 8.0, one.Coverage);
        Assert.Equal(one.Threshold, other.Threshold);
        Assert.Equal(one.Boxes, other.Boxes);
    }

    [Theory]
    [InlineData("0.4", 0.4)]
    [InlineData("otsu", 0)]
    [InlineData("p90", 0)]
    public void A_map_without_evidence_has_no_box_by_any_rule(string rule, double share)
    {
        var found = Localizer.Find(new float[16], Whole, ThresholdRule.Parse(rule)!);

        Assert.Empty(found.Boxes);
        Assert.Equal(share, found.Threshold);
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData(" 0.30 ", "0.3")]
    [InlineData("1.0", "1")]
    [InlineData(".5", "0.5")]
    [InlineData("OTSU", "otsu")]
    [InlineData("P5", "p5")]
    [InlineData("p100", "p100")]
    public void Texts_are_read_whatever_their_case_and_fit_the_pattern(string text, string name)
    {
        Assert.Equal(name, ThresholdRule.Parse(text)?.Name);
        Assert.Matches(ThresholdRule.Pattern, text.Trim());
        Assert.Matches(ThresholdRule.Pattern, name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("-0.1")]
    [InlineData("NaN")]
    [InlineData("otsu2")]
    [InlineData("p")]
    [InlineData("p101")]
    [InlineData("p-1")]
    [InlineData("p 5")]
    [InlineData("p1,000")]
    [InlineData("50%")]
    public void What_is_none_of_them_is_refused(string text)
    {
        Assert.Null(ThresholdRule.Parse(text));
        Assert.DoesNotMatch(new Regex(ThresholdRule.Pattern), text);
    }
}
