namespace GradCamService.Explain.Imaging.Files;

/// <summary>What is read from a file's frame, without decoding: its size, and whether it ends where it says it does.</summary>
internal static class FileStructure
{
    /// <summary>Width and height from the header, in pixels, each ≥ 1.</summary>
    /// <exception cref="CorruptImageException">No complete header, or a side of 0.</exception>
    public static (int Width, int Height) ReadSize(ImageFormat format, ReadOnlySpan<byte> file)
    {
        var (width, height) = format switch
        {
            ImageFormat.Jpeg => JpegStructure.ReadSize(file),
            ImageFormat.Png => PngStructure.ReadSize(file),
            ImageFormat.WebP => WebPStructure.ReadSize(file),
            ImageFormat.Gif => GifStructure.ReadSize(file),
            ImageFormat.Bmp => BmpStructure.ReadSize(file),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
        return width > 0 && height > 0
            ? (width, height)
            : throw new CorruptImageException($"The {format} file's header gives a size of {width} × {height} pixels.");
    }

    /// <summary>
    /// Refuses files that end early. The codec notices only what it must read for one picture: not a missing end mark, a lost
    /// scan of a progressive JPEG, or a lost frame of an animation.
    /// </summary>
    /// <exception cref="CorruptImageException">Says where the file ends.</exception>
    public static void CheckComplete(ImageFormat format, ReadOnlySpan<byte> file)
    {
        switch (format)
        {
            case ImageFormat.Jpeg: JpegStructure.CheckComplete(file); break;
            case ImageFormat.Png: PngStructure.CheckComplete(file); break;
            case ImageFormat.WebP: WebPStructure.CheckComplete(file); break;
            case ImageFormat.Gif: GifStructure.CheckComplete(file); break;

            // A bitmap has no end mark; the codec itself reports rows that are missing.
            case ImageFormat.Bmp: break;
        }
    }

    /// <summary>The bytes asked for, or the refusal that names the part of the file they belong to.</summary>
    public static ReadOnlySpan<byte> Take(this ReadOnlySpan<byte> file, long start, long length, string part) =>
        start + length <= file.Length
            ? file.Slice((int)start, (int)length)
            : throw new CorruptImageException($"The file is truncated: it ends after {file.Length} bytes, inside {part}.");
}
