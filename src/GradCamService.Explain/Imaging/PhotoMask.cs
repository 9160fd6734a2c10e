using System.Collections;
using System.Runtime.InteropServices;
using GradCamService.Explain.Imaging.Drawing;
using SkiaSharp;

namespace GradCamService.Explain.Imaging;

/// <summary>A set of places of a network's output, laid on the photo.</summary>
/// <param name="Width">Pixels: the photo's, or fewer where its long side exceeds 2,048.</param>
/// <param name="Height">Likewise.</param>
/// <param name="Pixels">255 where a pixel belongs, else 0; row by row. What the network did not see does not belong.</param>
public sealed record PhotoMask(int Width, int Height, byte[] Pixels)
{
    private const byte Belongs = 255;

    /// <summary>Each pixel belongs where the place that its centre lies in does.</summary>
    /// <param name="places">Row by row.</param>
    /// <param name="height">Rows of places, which together cover the network's input.</param>
    /// <param name="width">Places a row.</param>
    /// <param name="placement">How that lies in the photo.</param>
    public static PhotoMask Of(BitArray places, int height, int width, Placement placement)
    {
        var canvas = Canvas.OfPhoto(placement, enlarges: false);
        var (box, pixels) = (canvas.Analyzed, new byte[canvas.Width * canvas.Height]);
        var columns = Enumerable.Range(box.X, box.Width)
            .Select(x => Place(placement.ToInput((x + 0.5) * placement.PhotoWidth / canvas.Width, 0).X, placement.InputWidth, width)).ToArray();
        for (var y = box.Y; y < box.Y + box.Height; y++)
        {
            var row = width * Place(placement.ToInput(0, (y + 0.5) * placement.PhotoHeight / canvas.Height).Y, placement.InputHeight, height);
            for (var x = 0; x < columns.Length; x++)
                if (places[row + columns[x]])
                    pixels[(y * canvas.Width) + box.X + x] = Belongs;
        }
        return new PhotoMask(canvas.Width, canvas.Height, pixels);
    }

    /// <summary>
    /// Lengths of its runs, column after column from the left and each from top to bottom: first of pixels that do not belong (0 where the first pixel
    /// does), then of pixels that do, and so on, as COCO writes them.
    /// </summary>
    public IReadOnlyList<int> RunLengths()
    {
        var runs = new List<int>();
        var (value, length) = ((byte)0, 0);
        for (var x = 0; x < Width; x++)
            for (var at = x; at < Pixels.Length; at += Width)
            {
                if (Pixels[at] != value)
                {
                    runs.Add(length);
                    (value, length) = (Pixels[at], 0);
                }
                length++;
            }
        runs.Add(length);
        return runs;
    }

    /// <summary>A PNG file of one channel: 255 where a pixel belongs, else 0.</summary>
    public byte[] ToPng()
    {
        var info = new SKImageInfo(Width, Height, SKColorType.Gray8, SKAlphaType.Opaque);
        var pinned = GCHandle.Alloc(Pixels, GCHandleType.Pinned);
        try
        {
            using var pixels = new SKPixmap(info, pinned.AddrOfPinnedObject(), info.RowBytes);
            using var file = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.None, zLibLevel: 1))
                ?? throw new InvalidOperationException($"a mask of {Width} × {Height} cannot be written as PNG");
            return file.ToArray();
        }
        finally
        {
            pinned.Free();
        }
    }

    private static int Place(double input, int size, int places) => Math.Clamp((int)(input * places / size), 0, places - 1);
}
