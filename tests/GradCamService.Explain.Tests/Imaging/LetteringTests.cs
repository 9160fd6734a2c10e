using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Lettering;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class LetteringTests
{
    [Theory]
    [InlineData("Donaudampfschifffahrtsgesellschaftskapitän")]
    [InlineData("虎斑猫虎斑猫虎斑猫虎斑猫虎斑猫虎斑猫虎斑猫虎斑猫虎斑猫")]
    [InlineData("👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀")]
    [InlineData("a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301")]
    [InlineData("\ud83d half a pair \ude80\ude80\ude80\ude80\ude80\ude80")]
    [InlineData("قطة مخططة قطة مخططة قطة مخططة قطة مخططة قطة")]
    [InlineData("two\nlines\tand\u0000more and more and more")]
    public void Any_text_is_shortened_to_its_room(string text)
    {
        using var font = Letters.Font(16);

        foreach (var width in new float[] { 0, 3, 20, 60, 130 })
        {
            var shown = Letters.Shorten(text, font, width);

            Assert.True(font.MeasureText(shown) <= width, shown);
            Assert.DoesNotContain(shown, char.IsControl);
            Assert.True(shown.Length == 0 || shown.EndsWith('…'), shown);
        }
    }

    [Fact]
    public void A_text_that_fits_stays_and_one_that_does_not_keeps_its_beginning()
    {
        using var font = Letters.Font(16);

        Assert.Equal("tiger cat", Letters.Shorten("tiger cat", font, font.MeasureText("tiger cat")));
        Assert.Equal("tiger…", Letters.Shorten("tiger cat", font, font.MeasureText("tiger…") + 1));
        Assert.Equal("", Letters.Shorten("tiger cat", font, 1));
    }

    [Fact]
    public void Which_letters_there_are_is_known()
    {
        Assert.True(Letters.Has("Köter − façade · 38 % …"));
        Assert.True(Letters.Has("a\u0308"));
        Assert.False(Letters.Has("虎斑猫"));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2048)]
    [InlineData(451, 300)]
    [InlineData(2048, 1366)]
    public void Under_a_picture_there_is_room_for_text_and_the_picture_stays(int width, int height)
    {
        var picture = new Picture(width, height, [.. Enumerable.Repeat((byte)77, width * height * 3)]);
        var longSide = Math.Max(width, height);

        var scaled = Strips.WithScale(picture, new ColorScale(ColorMapName.Jet, "0", "0.396"), longSide);
        var drawn = Strips.WithLine(scaled, new string('W', 500), " · 9.2 · grad-cam", longSide);

        Assert.Equal(Math.Max(width, Strips.LeastWidth), drawn.Width);
        Assert.InRange((long)drawn.Width * drawn.Height, 1, (long)width * height + Strips.MostPixels(width, height, 2));
        for (var y = 0; y < height; y++)
            Assert.Equal(-1, drawn.Pixels.AsSpan(y * drawn.Width * 3, width * 3).IndexOfAnyExcept((byte)77));
        // Letters end before the edge, and there are some.
        var line = Enumerable.Range(drawn.Height - 15, 12).Select(y => drawn.Pixels.AsSpan(y * drawn.Width * 3, drawn.Width * 3).ToArray()).ToList();
        Assert.Contains(line, row => row.Any(value => value < 60));
        Assert.All(line, row => Assert.All(row[^6..], value => Assert.Equal(255, value)));
    }

    [Fact]
    public void A_scale_goes_from_the_first_color_to_the_last()
    {
        var drawn = Strips.WithScale(new Picture(400, 1, new byte[1200]), new ColorScale(ColorMapName.Jet, "0", "1"), 400);

        // A row through the middle of the bar: dark blue (0, 0, 128) at its left, dark red (128, 0, 0) at its right, as matplotlib has them.
        var row = drawn.Pixels.Chunk(400 * 3).ElementAt(1 + ((drawn.Height - 1) / 2)).Chunk(3).ToList();
        var colored = row.Where(pixel => pixel.Max() - pixel.Min() > 50).ToList();
        Assert.InRange(colored.Count, 300, 400);
        Assert.True(colored[2] is [< 10, < 10, > 120 and < 160], string.Join(' ', colored[2]));
        Assert.True(colored[^3] is [> 120 and < 160, < 10, < 10], string.Join(' ', colored[^3]));
    }
}
