using System.Buffers.Binary;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>JPEG: size from the frame header, completeness from its end mark.</summary>
internal static class JpegStructure
{
    public static (int Width, int Height) ReadSize(ReadOnlySpan<byte> file)
    {
        var segments = new JpegSegments(file);
        while (segments.Next())
        {
            if (segments.IsFrame)
            {
                var frame = segments.Body.Take(0, 5, "the JPEG frame header");
                return (BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]));
            }
        }

        throw new CorruptImageException("The JPEG file has no frame header.");
    }

    public static void CheckComplete(ReadOnlySpan<byte> file)
    {
        var segments = new JpegSegments(file);
        var scans = 0;
        while (segments.Next())
            scans += segments.IsScan ? 1 : 0;
        if (scans == 0)
            throw new CorruptImageException("The JPEG file has no picture data.");
    }
}
