using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Drawing;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class OutlinesTests
{
    private const int Side = 12;

    private static readonly byte[] White = [255, 255, 255];

    /// <summary>A picture of 12 × 12 that shows the whole of a photo of 24 × 24.</summary>
    private static readonly Canvas Canvas = new(
        new Placement(Side, Side, new Region(0, 0, Side, Side), new Region(0, 0, 4, 4), 4, 4), new PixelBox(0, 0, Side, Side));

    [Fact]
    public void The_contour_of_a_rectangle_is_its_outline()
    {
        var (contour, outline) = (Gray(), Gray());
        var belongs = Enumerable.Range(0, Side * Side).Select(i => i % Side is >= 2 and < 10 && i / Side is >= 3 and < 11).ToArray();

        Outlines.Draw(contour, Canvas, belongs, White);
        Outlines.Draw(outline, Canvas, new PixelBox(2, 3, 8, 8), White);

        Assert.Equal(
            """
            ............
            ............
            ............
            ..########..
            ..#oooooo#..
            ..#o####o#..
            ..#o#..#o#..
            ..#o#..#o#..
            ..#o####o#..
            ..#oooooo#..
            ..########..
            ............

            """, Text(contour));
        Assert.Equal(Text(contour), Text(outline));
    }

    [Fact]
    public void A_region_at_the_pictures_edge_is_closed_there_and_one_of_a_pixel_is_seen()
    {
        var rgb = Gray();

        Outlines.Draw(rgb, Canvas, [.. Enumerable.Range(0, Side * Side).Select(i => i / Side < 2 || i == (Side * Side) - 1)], White);

        Assert.Equal("############\n############\n............\n", Text(rgb)[..(3 * (Side + 1))]);
        Assert.EndsWith("...........#\n", Text(rgb), StringComparison.Ordinal);
    }

    [Fact]
    public void A_diagonal_step_is_one_step()
    {
        // Of 5 × 5, all but a corner belongs.
        var depths = Outlines.Depths([.. Enumerable.Range(0, 25).Select(i => i > 0)], 5, 9);

        Assert.Equal(
            [
                0, 1, 1, 1, 1,
                1, 1, 2, 2, 1,
                1, 2, 2, 2, 1,
                1, 2, 2, 2, 1,
                1, 1, 1, 1, 1,
            ], depths.Select(depth => (int)depth));
    }

    [Fact]
    public void A_box_of_the_photo_lies_where_it_does_in_the_picture()
    {
        // The input shows the right half of a photo of 24 × 24; the picture is the whole photo at half its size, or the input five times enlarged.
        var photo = new Placement(24, 24, new Region(12, 0, 12, 24), new Region(0, 0, 12, 24), 12, 24);
        var whole = new Canvas(photo.ScaledTo(12, 12), new PixelBox(6, 0, 6, 12));

        Assert.Equal(new PixelBox(8, 2, 2, 5), whole.Find(new PixelBox(16, 4, 4, 10), photo));
        Assert.Equal(new PixelBox(4 * 16, 4 * 16, 4 * 16, 10 * 16), Canvas.OfInput(photo, enlarges: true).Find(new PixelBox(16, 4, 4, 10), photo));
        Assert.Equal((12, 24), (Canvas.OfInput(photo, enlarges: false).Width, Canvas.OfInput(photo, enlarges: false).Height));
    }

    private static byte[] Gray() => [.. Enumerable.Repeat((byte)100, Side * Side * 3)];

    /// <summary>Dark, light and untouched pixels.</summary>
    private static string Text(byte[] rgb) => string.Concat(rgb.Chunk(3 * Side).Select(row =>
        string.Concat(row.Chunk(3).Select(pixel => pixel[0] switch { 0 => '#', 255 => 'o', _ => '.' })) + "\n"));
}
