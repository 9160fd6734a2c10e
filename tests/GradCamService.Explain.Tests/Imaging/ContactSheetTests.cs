using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Lettering;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class ContactSheetTests
{
    private static readonly Picture Red = Filled(100, 50, [200, 0, 0]);

    [Fact]
    public void A_word_stands_above_its_picture_and_five_make_a_row()
    {
        var five = ContactSheets.Draw("x", [new SheetCell("", Red)], [.. Enumerable.Repeat(new SheetCell("dog", Red), 5)]);
        var six = ContactSheets.Draw("x", [new SheetCell("", Red)], [.. Enumerable.Repeat(new SheetCell("dog", Red), 6)]);

        Assert.Equal(five.Width, six.Width);
        // A picture of 2 : 1 fills the cell's width and half its height; the word and a margin come with it.
        Assert.InRange(six.Height - five.Height, (ContactSheets.CellSide / 2) + 18, ContactSheets.CellSide);
        // Of the sixth word the picture is at the sheet's lower left, and black letters are between it and the row above.
        Assert.Equal([200, 0, 0], At(six, 50, six.Height - 40));
        Assert.True(IsInked(six, five.Height - 12, five.Height + 25));
        Assert.False(IsInked(ContactSheets.Draw("x", [new SheetCell("", Red)], [new SheetCell("", Red)]), 240, 264));
    }

    [Fact]
    public void Without_a_picture_the_cell_says_so_instead_of_being_blank()
    {
        var sheet = ContactSheets.Draw("x", [new SheetCell("", Red)], [new SheetCell("", null)]);

        Assert.Contains(Enumerable.Range(0, sheet.Width * sheet.Height), i => sheet.Pixels[i * 3] is > 100 and < 200 && sheet.Pixels[(i * 3) + 1] > 100);
    }

    [Fact]
    public void A_second_picture_stands_under_the_first_and_a_note_under_all()
    {
        var green = Filled(100, 50, [0, 200, 0]);
        var one = ContactSheets.Draw("x", [new SheetCell("", Red)], [new SheetCell("", Red)]);

        var two = ContactSheets.Draw("x", [new SheetCell("", Red)], [new SheetCell("", Red) { Below = green }], "Lower row: one scale.");

        // A picture of 2 : 1, the gap, and the note's line of 18 pixels with its leading.
        Assert.InRange(two.Height - one.Height, (ContactSheets.CellSide / 2) + 18, (ContactSheets.CellSide / 2) + 36);
        Assert.Equal([200, 0, 0], At(two, 50, one.Height - 40));
        Assert.Equal([0, 200, 0], At(two, 50, one.Height + 40));
    }

    [Fact]
    public void A_sheet_is_never_larger_than_what_is_reckoned_with()
    {
        var (square, word) = (Filled(50, 50, [200, 0, 0]), string.Concat(Enumerable.Repeat("Donaudampfschifffahrt", 20)));
        var sentence = string.Join(' ', Enumerable.Repeat(word, 30));

        var cells = Enumerable.Repeat(new SheetCell(word, square) { Below = square }, 11).ToList();

        var sheet = ContactSheets.Draw(sentence, [new SheetCell(word, square)], cells, word);

        Assert.InRange((long)sheet.Width * sheet.Height, 1, ContactSheets.MostPixels(11));
    }

    [Fact]
    public void A_long_sentence_is_broken_between_words()
    {
        using var font = Letters.Font(20);

        var lines = Letters.Wrap("a dog runs through the water with a stick", font, 150);

        Assert.InRange(lines.Count, 2, 8);
        Assert.Equal("a dog runs through the water with a stick", string.Join(' ', lines));
        Assert.All(lines, line => Assert.True(font.MeasureText(line) <= 150, line));
    }

    [Fact]
    public void A_small_photo_keeps_where_the_input_lies_in_it()
    {
        var photo = new Photo(400, 200, new byte[400 * 200 * 3]);
        var placement = new Placement(400, 200, new Region(100, 0, 200, 200), new Region(0, 0, 224, 224), 224, 224);

        var (small, placed) = Miniatures.Of(photo, placement, 100);

        Assert.Equal((100, 50), (small.Width, small.Height));
        Assert.Equal(new Region(25, 0, 50, 50), placed.Source);
    }

    private static bool IsInked(Picture sheet, int top, int bottom) =>
        Enumerable.Range(top, bottom - top).Any(y => Enumerable.Range(12, 80).Any(x => At(sheet, x, y).All(value => value < 60)));

    private static byte[] At(Picture picture, int x, int y) => picture.Pixels[(((y * picture.Width) + x) * 3)..][..3];

    private static Picture Filled(int width, int height, byte[] color) =>
        new(width, height, [.. Enumerable.Repeat(color, width * height).SelectMany(value => value)]);
}
