using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SkiaSharp;

namespace GradCamService.Explain.Imaging.Decoding;

/// <summary>
/// Rows of a decoded picture to their place in the upright photo: transparent pixels are laid on white, which is what people see behind a
/// logo or a drawing on a page, the fourth channel is dropped (or goes to a plane of its own, and the colours stay what they are), and
/// the picture turned as its EXIF orientation says.
/// </summary>
internal readonly record struct UprightRows(int Width, bool IsOpaque, int First, int Across, int Down)
{
    // Turned pictures are written down columns; blocks keep those cache lines until every pixel in them is there.
    private const int Block = 32;

    /// <param name="width">Of the picture as stored, in pixels.</param>
    /// <param name="height">Likewise.</param>
    /// <param name="origin">How it is turned.</param>
    /// <param name="isOpaque">Whether the fourth channel means nothing.</param>
    public static UprightRows Of(int width, int height, SKEncodedOrigin origin, bool isOpaque)
    {
        var (lastOfRow, lastOfColumn, end) = (width - 1, height - 1, (width * height) - 1);

        // Index of the upright pixel that shows the first stored one, and the way to the one that shows its right and its lower neighbour.
        var (first, across, down) = origin switch
        {
            SKEncodedOrigin.TopLeft => (0, 1, width),
            SKEncodedOrigin.TopRight => (lastOfRow, -1, width),
            SKEncodedOrigin.BottomRight => (end, -1, -width),
            SKEncodedOrigin.BottomLeft => (end - lastOfRow, 1, -width),
            SKEncodedOrigin.LeftTop => (0, height, 1),
            SKEncodedOrigin.RightTop => (lastOfColumn, height, -1),
            SKEncodedOrigin.RightBottom => (end, -height, -1),
            SKEncodedOrigin.LeftBottom => (end - lastOfColumn, -height, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };
        return new UprightRows(width, isOpaque, first, across, down);
    }

    /// <summary>Whether pixels stay in their order, so that the photo may be made where the rows lie.</summary>
    public bool IsInOrder => First == 0 && Across == 1;

    /// <param name="rgba">Whole rows, straight (not premultiplied) alpha; changed in place.</param>
    /// <param name="firstRow">Number of the first of them.</param>
    /// <param name="rgb">The whole photo.</param>
    /// <param name="alpha">How opaque its pixels are, one byte each; empty where nobody asks.</param>
    public void Place(Span<byte> rgba, int firstRow, Span<byte> rgb, Span<byte> alpha)
    {
        if (!alpha.IsEmpty)
            PlaceAlpha(rgba, firstRow, alpha);
        else if (!IsOpaque)
            LayOnWhite(rgba);
        if (IsInOrder)
            Pack(rgba, rgb[(firstRow * Width * 3)..]);
        else
            Turn(MemoryMarshal.Cast<byte, uint>(rgba), firstRow, rgb);
    }

    private static void LayOnWhite(Span<byte> rgba)
    {
        for (var i = 0; i + 3 < rgba.Length; i += 4)
        {
            var alpha = rgba[i + 3];
            if (alpha == 255)
                continue;
            rgba[i] = Opacity.LayOnWhite(rgba[i], alpha);
            rgba[i + 1] = Opacity.LayOnWhite(rgba[i + 1], alpha);
            rgba[i + 2] = Opacity.LayOnWhite(rgba[i + 2], alpha);
        }
    }

    private void PlaceAlpha(ReadOnlySpan<byte> rgba, int firstRow, Span<byte> alpha)
    {
        for (var i = 0; i < rgba.Length / 4; i++)
            alpha[First + (i % Width * Across) + ((firstRow + (i / Width)) * Down)] = rgba[(i * 4) + 3];
    }

    private static void Pack(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        var dropFourth = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
        var (from, to) = (0, 0);

        // Each store writes four bytes too many, which the next one overwrites. Where both are one block, it stays behind what is read.
        for (; from + 32 <= rgba.Length; from += 16, to += 12)
            Vector128.Shuffle(Vector128.Create(rgba.Slice(from, 16)), dropFourth).CopyTo(rgb[to..]);
        for (; from < rgba.Length; from += 4, to += 3)
            rgba.Slice(from, 3).CopyTo(rgb[to..]);
    }

    private void Turn(ReadOnlySpan<uint> rgba, int firstRow, Span<byte> rgb)
    {
        var rows = rgba.Length / Width;
        for (var top = 0; top < rows; top += Block)
        {
            for (var x = 0; x < Width; x++)
            {
                for (var y = top; y < Math.Min(top + Block, rows); y++)
                {
                    var pixel = rgba[(y * Width) + x];
                    var at = (First + (x * Across) + ((firstRow + y) * Down)) * 3;
                    rgb[at] = (byte)pixel;
                    rgb[at + 1] = (byte)(pixel >> 8);
                    rgb[at + 2] = (byte)(pixel >> 16);
                }
            }
        }
    }
}
