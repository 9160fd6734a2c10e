using GradCamService.Evaluate.Datasets;
using Xunit;

namespace GradCamService.Evaluate.Tests.Datasets;

public sealed class DrawTests
{
    [Fact]
    public void The_generator_gives_the_numbers_of_its_authors()
    {
        // Vigna's splitmix64.c (prng.di.unimi.it) with the seed 1234567, as Rosetta Code lists them.
        var random = new SplitMix64(1234567);

        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    // By the same definitions in Python's whole numbers.
    [Theory]
    [InlineData(0, "8 4 2 9 1 6 5 3 0 7")]
    [InlineData(1, "5 7 9 6 3 8 2 0 1 4")]
    [InlineData(-1, "8 9 3 5 0 1 2 7 6 4")]
    public void A_draw_is_the_same_on_every_machine(long seed, string expected) =>
        Assert.Equal(expected, string.Join(' ', DatasetDraw.Places(10, 10, seed)));

    [Fact]
    public void What_is_drawn_keeps_the_datasets_order_and_fewer_are_among_more()
    {
        var dataset = Of(100);

        var few = DatasetDraw.Draw(dataset, 10, seed: 7).Images.Select(image => image.Id).ToList();
        var more = DatasetDraw.Draw(dataset, 40, seed: 7).Images.Select(image => image.Id).ToList();
        var others = DatasetDraw.Draw(dataset, 10, seed: 8).Images.Select(image => image.Id).ToList();

        Assert.Equal((10, 40), (few.Distinct().Count(), more.Distinct().Count()));
        Assert.Equal(more.Order(StringComparer.Ordinal), more);
        Assert.Subset(more.ToHashSet(), few.ToHashSet());
        Assert.NotEqual(few, others);
        Assert.Same(dataset, DatasetDraw.Draw(dataset, 100, seed: 7));
    }

    [Fact]
    public void Every_photo_is_as_likely_as_another()
    {
        // 4,000 draws of 1 out of 4: 1,000 each, with a standard deviation of 27; five of them are allowed.
        const int tolerance = 5 * 27;
        var counts = Enumerable.Range(0, 4000).CountBy(seed => DatasetDraw.Places(4, 1, seed)[0]).ToDictionary();

        Assert.All(Enumerable.Range(0, 4), place => Assert.InRange(counts[place], 1000 - tolerance, 1000 + tolerance));
    }

    [Theory]
    [InlineData(1000, 7, 8, "0+144 144+144 288+144 432+144 576+144 720+144 864+136")] // 125 pieces: six parts of 18, one of 17.
    [InlineData(10, 3, 4, "0+4 4+4 8+2")]
    [InlineData(5, 4, 4, "0+4 4+1 5+0 5+0")]
    [InlineData(0, 2, 4, "0+0 0+0")]
    [InlineData(7, 1, 100, "0+7")]
    [InlineData(6, 3, 1, "0+2 2+2 4+2")]
    public void Parts_follow_each_other_and_part_no_piece(int images, int parts, int piece, string expected) =>
        Assert.Equal(expected, string.Join(' ', DatasetPart.Split(images, parts, piece).Select(part => $"{part.Start}+{part.Count}")));

    [Fact]
    public void Parts_hold_every_photo_once()
    {
        var dataset = Of(53);

        Assert.Equal(dataset.Images, DatasetPart.Split(53, 7, 4).SelectMany(part => part.Of(dataset)));
    }

    private static Dataset Of(int images) => new("made", "folders", [new("cat", ["cat"])],
        [.. Enumerable.Range(0, images).Select(i => new DatasetImage($"cat/{i:D3}.jpg", $"/cat/{i:D3}.jpg", [new("cat", null)]))], []);
}
