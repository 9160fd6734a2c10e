using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SkiaSharp;

namespace GradCamService.Explain.Imaging;

/// <summary>Drops the fourth channel and turns the picture as its EXIF orientation says, in one pass.</summary>
internal static class UprightCopy
{
    // Turned pictures are read down columns; blocks keep those cache lines until every pixel in them is used.
    private const int Block = 32;

    /// <summary>Whether upright width and height change places.</summary>
    public static bool IsTurned(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    public static Photo Of(ReadOnlySpan<byte> rgba, int width, int height, SKEncodedOrigin origin)
    {
        var source = MemoryMarshal.Cast<byte, uint>(rgba);
        var (outWidth, outHeight) = IsTurned(origin) ? (height, width) : (width, height);
        var rgb = GC.AllocateUninitializedArray<byte>(checked(outWidth * outHeight * 3));
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default)
            Pack(rgba, rgb);
        else
            Turn(source, rgb, outWidth, outHeight, StepsOf(origin, width, height));
        return new Photo(outWidth, outHeight, rgb);
    }

    /// <summary>Index of the source pixel shown at the top left, and the way to the one right of it and below it.</summary>
    private static (int Start, int Right, int Down) StepsOf(SKEncodedOrigin origin, int width, int height)
    {
        var (lastColumn, lastRow) = (width - 1, (height - 1) * width);
        return origin switch
        {
            SKEncodedOrigin.TopRight => (lastColumn, -1, width),
            SKEncodedOrigin.BottomRight => (lastRow + lastColumn, -1, -width),
            SKEncodedOrigin.BottomLeft => (lastRow, 1, -width),
            SKEncodedOrigin.LeftTop => (0, width, 1),
            SKEncodedOrigin.RightTop => (lastRow, -width, 1),
            SKEncodedOrigin.RightBottom => (lastRow + lastColumn, -width, -1),
            SKEncodedOrigin.LeftBottom => (lastColumn, width, -1),
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };
    }

    private static void Turn(ReadOnlySpan<uint> source, byte[] rgb, int width, int height, (int Start, int Right, int Down) steps)
    {
        for (var top = 0; top < height; top += Block)
        {
            for (var left = 0; left < width; left += Block)
            {
                for (var y = top; y < Math.Min(top + Block, height); y++)
                {
                    for (var x = left; x < Math.Min(left + Block, width); x++)
                    {
                        var pixel = source[steps.Start + (x * steps.Right) + (y * steps.Down)];
                        var at = ((y * width) + x) * 3;
                        rgb[at] = (byte)pixel;
                        rgb[at + 1] = (byte)(pixel >> 8);
                        rgb[at + 2] = (byte)(pixel >> 16);
                    }
                }
            }
        }
    }

    private static void Pack(ReadOnlySpan<byte> rgba, byte[] rgb)
    {
        var dropFourth = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
        var (from, to) = (0, 0);

        // Each store writes four bytes too many, which the next one overwrites.
        for (; to + 16 <= rgb.Length; from += 16, to += 12)
            Vector128.Shuffle(Vector128.Create(rgba.Slice(from, 16)), dropFourth).CopyTo(rgb, to);
        for (; to < rgb.Length; from += 4, to += 3)
            rgba.Slice(from, 3).CopyTo(rgb.AsSpan(to));
    }
}
