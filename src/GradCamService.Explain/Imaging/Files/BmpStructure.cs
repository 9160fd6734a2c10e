using System.Buffers.Binary;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>BMP: a file header of 14 bytes, then one of several information headers that begins with its length.</summary>
internal static class BmpStructure
{
    private const int FileHeader = 14;
    private const int CoreHeader = 12;

    public static (int Width, int Height) ReadSize(ReadOnlySpan<byte> file)
    {
        var header = file.Take(FileHeader, CoreHeader, "the BMP header");
        if (BinaryPrimitives.ReadInt32LittleEndian(header) <= 16)
            return (BinaryPrimitives.ReadUInt16LittleEndian(header[4..]), BinaryPrimitives.ReadUInt16LittleEndian(header[6..]));

        // A negative height says that rows are stored from top to bottom.
        var height = Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(header[8..]));
        return (BinaryPrimitives.ReadInt32LittleEndian(header[4..]), (int)Math.Min(height, int.MaxValue));
    }
}
