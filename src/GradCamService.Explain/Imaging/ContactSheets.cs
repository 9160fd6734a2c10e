using GradCamService.Explain.Imaging.Lettering;
using GradCamService.Explain.Imaging.Skia;
using SkiaSharp;

namespace GradCamService.Explain.Imaging;

/// <summary>A picture of a contact sheet with the text above it.</summary>
/// <param name="Text">A word, or several; shortened where it is too long.</param>
/// <param name="Picture">Any size; it is fitted to the cell. Null: there is nothing to see, and the cell says so.</param>
public sealed record SheetCell(string Text, Picture? Picture)
{
    /// <summary>A second picture under the first; null: there is none.</summary>
    public Picture? Below { get; init; }
}

/// <summary>Many small pictures on one sheet, each under its word, as the paper shows captions.</summary>
public static class ContactSheets
{
    /// <summary>Longest side of a word's picture, in pixels.</summary>
    public const int CellSide = 200;

    /// <summary>Longest side of the sentence's picture.</summary>
    public const int HeadSide = 2 * CellSide;

    private const int Columns = 5;
    private const int Margin = 12;
    private const int Gap = 4;
    private const int SheetWidth = Margin + (Columns * (CellSide + Margin));
    private const float WordSize = 18;
    private const float SentenceSize = 22;
    private const float Leading = 1.35f;
    private const int MostLines = 8;

    private static readonly int Line = (int)Math.Ceiling(WordSize * Leading);

    /// <summary>Most pixels of a sheet with so many words, and a scale under it.</summary>
    public static long MostPixels(int words) => Strips.MostPixels(SheetWidth, 0, 1) + SheetWidth * (
        (2L * Margin) + (int)Math.Ceiling(MostLines * SentenceSize * Leading) + Line + HeadSide + Margin + Line
        + ((words + Columns - 1) / Columns * (long)(Line + CellSide + Gap + CellSide + Margin)));

    /// <summary>The sentence with its pictures side by side, then the words in rows.</summary>
    /// <param name="sentence">Written above, in at most eight lines.</param>
    /// <param name="head">Of the sentence: at least one.</param>
    /// <param name="words">In order.</param>
    /// <param name="note">Written below; null: nothing.</param>
    public static Picture Draw(string sentence, IReadOnlyList<SheetCell> head, IReadOnlyList<SheetCell> words, string? note = null)
    {
        using var title = Letters.Font(SentenceSize);
        using var label = Letters.Font(WordSize);
        var lines = Letters.Wrap(sentence, title, SheetWidth - (2 * Margin));
        if (lines.Count > MostLines)
            lines = [.. lines.Take(MostLines - 1), Letters.Shorten(string.Join(' ', lines.Skip(MostLines - 1)), title, SheetWidth - (2 * Margin))];
        var rows = words.Chunk(Columns).ToList();
        var top = Margin + (int)Math.Ceiling(lines.Count * SentenceSize * Leading);
        var height = top + BlockHeight(head, HeadSide) + rows.Sum(row => BlockHeight(row, CellSide)) + (note is null ? 0 : Line);

        var info = new SKImageInfo(SheetWidth, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var bitmap = new SKBitmap(info);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        for (var i = 0; i < lines.Count; i++)
            Letters.Write(canvas, lines[i], Margin, Margin + (i * SentenceSize * Leading), title);
        var y = DrawRow(canvas, head, HeadSide, top, label);
        foreach (var row in rows)
            y = DrawRow(canvas, row, CellSide, y, label);
        if (note is not null)
            Letters.Write(canvas, Letters.Shorten(note, label, SheetWidth - (2 * Margin)), Margin, y - (Margin / 2f), label, SKColors.DimGray);
        return SkiaPixels.ToPicture(bitmap);
    }

    private static int DrawRow(SKCanvas canvas, IReadOnlyList<SheetCell> cells, int side, int top, SKFont font)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            var (x, y) = (Margin + (i * (side + Margin)), top + Line);
            Letters.Write(canvas, Letters.Shorten(cells[i].Text, font, side), x, top, font);
            if (cells[i].Picture is { } picture)
                y += Paste(canvas, picture, x, y, side) + Gap;
            else
                Letters.Write(canvas, "no evidence", x, y, font, SKColors.Gray);
            if (cells[i].Below is { } below)
                Paste(canvas, below, x, y, side);
        }
        return top + BlockHeight(cells, side);
    }

    private static int BlockHeight(IReadOnlyList<SheetCell> cells, int side) => Line + Margin + cells.Max(cell =>
        (cell.Picture is null ? Line : Fit(cell.Picture, side).Height) + (cell.Below is null ? 0 : Gap + Fit(cell.Below, side).Height));

    private static (int Width, int Height) Fit(Picture picture, int side)
    {
        var scale = (double)side / Math.Max(picture.Width, picture.Height);
        return (Math.Max(1, (int)Math.Round(picture.Width * scale)), Math.Max(1, (int)Math.Round(picture.Height * scale)));
    }

    /// <returns>The height that it takes.</returns>
    private static int Paste(SKCanvas canvas, Picture picture, int x, int y, int side)
    {
        using var bitmap = SkiaPixels.ToBitmap(picture);
        using var image = SKImage.FromBitmap(bitmap);
        var (width, height) = Fit(picture, side);
        canvas.DrawImage(image, new SKRect(x, y, x + width, y + height), new SKSamplingOptions(SKCubicResampler.Mitchell));
        return height;
    }
}
