using System.Runtime.InteropServices;
using GradCamService.Explain.Imaging.Lettering;
using SkiaSharp;

namespace GradCamService.Explain.Imaging;

/// <summary>A picture of a contact sheet with the text above it.</summary>
/// <param name="Text">A word, or several.</param>
/// <param name="Picture">Any size; it is fitted to the cell. Null: there is nothing to see, and the cell says so.</param>
public sealed record SheetCell(string Text, Picture? Picture);

/// <summary>Many small pictures on one sheet, each under its word, as the paper shows captions.</summary>
public static class ContactSheets
{
    /// <summary>Longest side of a word's picture, in pixels.</summary>
    public const int CellSide = 200;

    /// <summary>Longest side of the sentence's picture.</summary>
    public const int HeadSide = 2 * CellSide;

    private const int Columns = 5;
    private const int Margin = 12;
    private const float WordSize = 18;
    private const float SentenceSize = 22;
    private const float Leading = 1.35f;

    /// <summary>The sentence with its pictures side by side, then the words in rows.</summary>
    /// <param name="sentence">Written above.</param>
    /// <param name="head">Of the sentence: at least one.</param>
    /// <param name="words">In order.</param>
    public static Picture Draw(string sentence, IReadOnlyList<SheetCell> head, IReadOnlyList<SheetCell> words)
    {
        const int Width = Margin + (Columns * (CellSide + Margin));
        using var title = Letters.Font(SentenceSize);
        using var label = Letters.Font(WordSize);
        var lines = Letters.Wrap(sentence, title, Width - (2 * Margin));
        var rows = words.Chunk(Columns).ToList();
        var top = Margin + (int)Math.Ceiling(lines.Count * SentenceSize * Leading);
        var line = (int)Math.Ceiling(WordSize * Leading);
        var height = top + BlockHeight(head, HeadSide, line) + rows.Sum(row => BlockHeight(row, CellSide, line));

        var info = new SKImageInfo(Width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var bitmap = new SKBitmap(info);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        for (var i = 0; i < lines.Count; i++)
            Write(canvas, lines[i], Margin, Margin + (i * SentenceSize * Leading), title);
        var y = DrawRow(canvas, head, HeadSide, top, label, line);
        foreach (var row in rows)
            y = DrawRow(canvas, row, CellSide, y, label, line);
        return ToPicture(bitmap);
    }

    private static int DrawRow(SKCanvas canvas, IReadOnlyList<SheetCell> cells, int side, int top, SKFont font, int line)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            var x = Margin + (i * (side + Margin));
            canvas.Save();
            canvas.ClipRect(new SKRect(x, top, x + side, top + line));
            Write(canvas, cells[i].Text, x, top, font);
            canvas.Restore();
            if (cells[i].Picture is { } picture)
                Paste(canvas, picture, x, top + line, side);
            else
                Write(canvas, "no evidence", x, top + line, font, SKColors.Gray);
        }
        return top + BlockHeight(cells, side, line);
    }

    private static int BlockHeight(IReadOnlyList<SheetCell> cells, int side, int line) =>
        line + Margin + cells.Max(cell => cell.Picture is null ? line : Fit(cell.Picture, side).Height);

    private static (int Width, int Height) Fit(Picture picture, int side)
    {
        var scale = (double)side / Math.Max(picture.Width, picture.Height);
        return (Math.Max(1, (int)Math.Round(picture.Width * scale)), Math.Max(1, (int)Math.Round(picture.Height * scale)));
    }

    private static void Write(SKCanvas canvas, string text, float x, float top, SKFont font, SKColor? color = null)
    {
        using var paint = new SKPaint { Color = color ?? SKColors.Black, IsAntialias = true };
        canvas.DrawText(text, x, top + font.Size, SKTextAlign.Left, font, paint);
    }

    private static void Paste(SKCanvas canvas, Picture picture, int x, int y, int side)
    {
        using var image = ToImage(picture);
        var (width, height) = Fit(picture, side);
        canvas.DrawImage(image, new SKRect(x, y, x + width, y + height), new SKSamplingOptions(SKCubicResampler.Mitchell));
    }

    private static SKImage ToImage(Picture picture)
    {
        var pixels = new byte[picture.Width * picture.Height * 4];
        for (var i = 0; i < picture.Width * picture.Height; i++)
        {
            picture.Pixels.AsSpan(i * 3, 3).CopyTo(pixels.AsSpan(i * 4));
            pixels[(i * 4) + 3] = 255;
        }
        var info = new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        return SKImage.FromPixelCopy(info, pixels, info.RowBytes);
    }

    private static Picture ToPicture(SKBitmap bitmap)
    {
        var pixels = MemoryMarshal.AsBytes(bitmap.GetPixelSpan());
        var rgb = new byte[bitmap.Width * bitmap.Height * 3];
        for (var i = 0; i < bitmap.Width * bitmap.Height; i++)
            pixels.Slice(i * 4, 3).CopyTo(rgb.AsSpan(i * 3));
        return new Picture(bitmap.Width, bitmap.Height, rgb);
    }
}
