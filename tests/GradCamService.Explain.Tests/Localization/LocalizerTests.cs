using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using Xunit;

namespace GradCamService.Explain.Tests.Localization;

public sealed class LocalizerTests
{
    /// <summary>A 4 × 4 input that shows the whole of a photo of 40 × 20 pixels: 10 × 5 photo pixels an input pixel.</summary>
    private static readonly Placement Whole = new(40, 20, new Region(0, 0, 40, 20), new Region(0, 0, 4, 4), 4, 4);

    private static readonly float[] TwoObjects =
    [
        0, 0, 0, 8,
        1, 2, 0, 0,
        2, 4, 0, 0,
        0, 0, 0, 0,
    ];

    [Fact]
    public void Boxes_are_in_photo_pixels_with_the_largest_segment_first()
    {
        var found = Localizer.Find(TwoObjects, Whole, 0.2);

        // Above 0.2 · 8 = 1.6 lie 2, 2, 4 (joined over a diagonal) and 8: 3 and 1 input pixels of 50 photo pixels each.
        Assert.Equal(
            [new ObjectBox(new PixelBox(0, 5, 20, 10), 150, 0.5), new ObjectBox(new PixelBox(30, 0, 10, 5), 50, 1)],
            found.Boxes);
        Assert.Equal((35, 2), found.Peak); // The centre of the input pixel: (3.5 · 10, 0.5 · 5).
        Assert.Equal(4 / 16.0, found.Coverage);
        Assert.Equal(0.2, found.Threshold);
    }

    [Fact]
    public void The_threshold_is_strict()
    {
        // 0.25 · 8 = 2: pixels with exactly 2 do not belong.
        Assert.Equal([50, 50], Localizer.Find(TwoObjects, Whole, 0.25).Boxes.Select(box => box.Area));
    }

    [Fact]
    public void Several_thresholds_find_what_each_finds_alone()
    {
        ThresholdRule[] rules = [0.9, 0, ThresholdRule.Parse("otsu")!, 0.25, 1];

        Assert.Equivalent(rules.Select(rule => Localizer.Find(TwoObjects, Whole, rule)), Localizer.Find(TwoObjects, Whole, rules), strict: true);
    }

    [Fact]
    public void At_threshold_0_everything_positive_belongs() => Assert.Equal(5 / 16.0, Localizer.Find(TwoObjects, Whole, 0).Coverage);

    [Fact]
    public void At_threshold_1_the_peak_belongs() =>
        Assert.Equal(new PixelBox(30, 0, 10, 5), Assert.Single(Localizer.Find(TwoObjects, Whole, 1).Boxes).Box);

    [Fact]
    public void Equal_peaks_give_the_first_in_rows_and_both_segments()
    {
        float[] map = [0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3];

        var found = Localizer.Find(map, Whole, 1);

        Assert.Equal((15, 7), found.Peak);
        Assert.Equal(2, found.Boxes.Count);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    public void A_map_without_positive_values_has_no_box_and_no_peak(float value)
    {
        var found = Localizer.Find([.. Enumerable.Repeat(value, 16)], Whole, 0.15);

        Assert.Empty(found.Boxes);
        Assert.Null(found.Peak);
        Assert.Equal(0, found.Coverage);
    }

    [Fact]
    public void A_uniform_map_covers_what_was_analysed()
    {
        var found = Localizer.Find([.. Enumerable.Repeat(2f, 16)], Whole, 0.15);

        Assert.Equal(new ObjectBox(new PixelBox(0, 0, 40, 20), 800, 1), Assert.Single(found.Boxes));
        Assert.Equal(1, found.Coverage);
    }

    [Fact]
    public void Whole_pixels_cover_fractions_and_stay_inside_the_photo()
    {
        // A crop from 0.5 to 3.5 of a photo of 4 × 4: an input pixel is 0.75 photo pixels.
        var placement = new Placement(4, 4, new Region(0.5, 0.5, 3, 3), new Region(0, 0, 4, 4), 4, 4);
        float[] corner = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

        // Column 3 covers 2.75 to 3.5 of the photo: pixels 2 and 3.
        Assert.Equal(new PixelBox(2, 2, 2, 2), Assert.Single(Localizer.Find(corner, placement, 0.15).Boxes).Box);
    }

    [Fact]
    public void Padding_neither_has_the_peak_nor_counts()
    {
        // The photo fills the two rows in the middle; the map is highest in the padding.
        var placement = new Placement(40, 20, new Region(0, 0, 40, 20), new Region(0, 1, 4, 2), 4, 4);
        float[] map = [9, 9, 9, 9, 0, 0, 0, 0, 0, 0, 1, 0, 9, 9, 9, 9];

        var found = Localizer.Find(map, placement, 0.15);

        Assert.Equal(new ObjectBox(new PixelBox(20, 10, 10, 10), 100, 1), Assert.Single(found.Boxes));
        Assert.Equal((25, 15), found.Peak);
        Assert.Equal(1 / 8.0, found.Coverage);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(150)]
    public void Rows_of_any_width_are_compared_pixel_by_pixel(int width)
    {
        var random = new Random(width);
        float[] map = [.. Enumerable.Range(0, 3 * width).Select(_ => random.NextSingle())];
        var placement = new Placement(width, 3, new Region(0, 0, width, 3), new Region(0, 0, width, 3), width, 3);

        // Half of the maximum, as the localizer computes it.
        var level = (float)(0.5 * map.Max());
        Assert.Equal(map.Count(value => value > level) / (double)map.Length, Localizer.Find(map, placement, 0.5).Coverage);
    }
}
