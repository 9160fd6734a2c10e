using SkiaSharp;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>
/// JPEG: size from the frame header, completeness from the end mark, or from the picture itself where something else took the mark's place.
/// </summary>
internal static class JpegFile
{
    private const byte App1 = 0xE1;

    /// <summary>
    /// Each scan costs a pass over all pixels however few bytes it has. Encoders write about ten; more are taken as long as they cost no
    /// more than twice those of the largest picture.
    /// </summary>
    private const int MostScansOfLargest = 20;

    // A coefficient is stored in two bytes; the rows that the codec keeps of each channel are fewer than this.
    private const int BytesACoefficient = 2;
    private const int RowBytesAPixel = 256;

    private static ReadOnlySpan<byte> EndMark => [0xFF, JpegSegments.EndOfImage];

    public static bool Matches(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    public static FileHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var segments = new JpegSegments(file);
        SKEncodedOrigin? origin = null;
        JpegFrame? frame = null;
        while (segments.Next() && !segments.IsScan)
        {
            if (segments.Marker == App1 && segments.Body.StartsWith(ExifOrientation.Prefix))
                origin ??= ExifOrientation.Read(segments.Body);
            if (segments.IsFrame)
                frame ??= JpegFrame.Read(segments.Marker, segments.Body);
        }
        if (frame is null)
            throw new CorruptImageException("The JPEG file has no frame header.");

        // All coefficients are kept where one scan does not finish them.
        var isKept = frame.IsProgressive || !segments.IsScan || segments.Body[0] < frame.Channels.Length;
        var coefficients = isKept ? 64L * frame.Channels.Sum(channel => (long)channel.BlocksWide * channel.BlocksHigh) : 0;
        var codecBytes = (BytesACoefficient * coefficients) + (RowBytesAPixel * (long)frame.Width);
        return new FileHeader(frame.Width, frame.Height, origin ?? SKEncodedOrigin.TopLeft, codecBytes);
    }

    public static ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> file, FileHeader header, DecodeLimits limits)
    {
        var segments = new JpegSegments(file.Span);
        var scans = 0;
        try
        {
            while (segments.Next())
                scans += segments.IsScan ? 1 : 0;
        }
        catch (CorruptImageException) when (scans > 0)
        {
            CheckScans(scans, header, limits);
            var end = JpegPicture.EndOf(file.Span);

            // What ends with its picture data was cut; what goes on behind them has something else in its end mark's place.
            if (end < 0 || file.Length - end < EndMark.Length)
                throw;
            return (byte[])[.. file.Span[..end], .. EndMark];
        }
        if (scans == 0)
            throw new CorruptImageException("The JPEG file has no picture data.");
        CheckScans(scans, header, limits);
        return file;
    }

    private static void CheckScans(int scans, FileHeader header, DecodeLimits limits)
    {
        var most = MostScansOfLargest * limits.Pixels;
        if ((long)header.Width * header.Height * scans > most)
            throw new ImageTooLargeException(scans, header.Width, header.Height, most);
    }
}
