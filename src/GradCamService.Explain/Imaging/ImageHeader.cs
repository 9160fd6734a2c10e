using GradCamService.Explain.Imaging.Drawing;
using GradCamService.Explain.Imaging.Files;
using SkiaSharp;

namespace GradCamService.Explain.Imaging;

/// <summary>What an upload may cost.</summary>
/// <param name="MaxPixels">Most pixels (width × height, as the file's header says) that are decoded, ≥ 1.</param>
/// <param name="ReduceJpeg">Whether a JPEG that nothing is drawn on may be decoded smaller: faster, with slightly other numbers.</param>
public sealed record DecodeLimits(long MaxPixels, bool ReduceJpeg = false)
{
    /// <summary>A span has at most 2³¹ bytes, and four of them are a pixel.</summary>
    internal long Pixels => Math.Min(MaxPixels, int.MaxValue / 4);

    // A photo and what it is compared with, or asked about, may both be as large as any; a policy's many frames may not.
    private const int Photos = 2;

    /// <exception cref="ImageTooLargeException">All files of a request have more pixels together than are decoded for one.</exception>
    internal void CheckTogether(IReadOnlyList<ImageHeader> files)
    {
        var pixels = files.Sum(file => (long)file.Width * file.Height);
        if (pixels > Photos * Pixels)
            throw ImageTooLargeException.Together(files.Count, pixels, Photos * Pixels);
    }
}

/// <summary>What a file says of itself before anything is decoded.</summary>
public sealed record ImageHeader
{
    /// <summary>Largest <see cref="DrawnBytes"/> of any file.</summary>
    public const long MostDrawnBytes = 3L * Canvas.LongestSide * Canvas.LongestSide;

    // More than any photo, and a bound on the tables of a resize, which have a row for every pixel of a side.
    private const int LongestSide = 1 << 20;

    // Weights of both axes (16 bytes a pixel of a side), and the rows between the passes of a resize.
    private const int BytesASidePixel = 28;

    // A strip of rows, rows between the passes, and what blocks of memory are rounded up by.
    private const int Buffers = 4 << 20;

    private ImageHeader(ImageFormat kind, FileHeader stored)
    {
        (Kind, Stored) = (kind, stored);
        (Width, Height) = stored.IsTurned ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        var pixels = (long)Width * Height;
        var blocks = (kind.IsReadInStrips ? 3 : stored.Origin == SKEncodedOrigin.TopLeft ? 4 : 4 + 3) * pixels;

        // A gray copy of the pixels is made after the codec has given its memory back.
        DecodeBytes = blocks + Math.Max(stored.CodecBytes, pixels) + (BytesASidePixel * ((long)Width + Height)) + Buffers;
        var drawn = Canvas.SizeOf(Width, Height);
        DrawnBytes = 3L * drawn.Width * drawn.Height;
    }

    /// <summary>The format's name.</summary>
    public string Format => Kind.Name;

    /// <summary>Pixels, upright, ≥ 1.</summary>
    public int Width { get; }

    /// <summary>Pixels, upright, ≥ 1.</summary>
    public int Height { get; }

    /// <summary>
    /// Most memory that decoding and preparing hold at once: pixels, their upright copy, and the codec's own buffers. Besides the file, of
    /// which a JPEG without an end mark is copied once.
    /// </summary>
    public long DecodeBytes { get; }

    /// <summary>The same for what a model sees: how opaque pixels are lies in a plane of its own, and colours are copied by it.</summary>
    public long DecodeBytesFor(InputSpec spec) =>
        DecodeBytes + (spec.Photos.Any(photo => ColorPlanes.Of(photo.Color).Contains(Plane.Alpha)) ? 4L * Width * Height : 0);

    /// <summary>Memory of the photo that is kept to be drawn on.</summary>
    public long DrawnBytes { get; }

    internal ImageFormat Kind { get; }

    internal FileHeader Stored { get; }

    /// <summary>Whether a file begins as one of the formats served does.</summary>
    public static bool IsImage(ReadOnlySpan<byte> file) => ImageFormat.Find(file) is not null;

    /// <exception cref="UnsupportedImageException">Not an image, or a format that is not served.</exception>
    /// <exception cref="ImageTooLargeException">More pixels than allowed.</exception>
    /// <exception cref="CorruptImageException">No complete header.</exception>
    public static ImageHeader Read(ReadOnlySpan<byte> file, DecodeLimits limits)
    {
        var format = ImageFormat.Of(file);
        var stored = format.ReadHeader(file);
        if (stored.Width < 1 || stored.Height < 1)
        {
            throw new CorruptImageException(FormattableString.Invariant(
                $"The {format.Name} file's header gives a size of {stored.Width} × {stored.Height} pixels."));
        }
        CheckSize(stored.Width, stored.Height, limits);
        return new ImageHeader(format, stored);
    }

    /// <exception cref="ImageTooLargeException">More pixels than allowed.</exception>
    internal static void CheckSize(int width, int height, DecodeLimits limits)
    {
        if ((long)width * height > limits.Pixels)
            throw new ImageTooLargeException(width, height, limits.Pixels);
        if (Math.Max(width, height) > LongestSide)
            throw ImageTooLargeException.ForSide(width, height, LongestSide);
    }
}
