using System.Buffers.Binary;

namespace GradCamService.Explain.Imaging.Files;

/// <summary>GIF: a screen descriptor, then images and extensions made of sub-blocks, up to the trailer. GIF89a specification.</summary>
internal static class GifStructure
{
    private const byte Extension = 0x21;
    private const byte Image = 0x2C;
    private const byte Trailer = 0x3B;
    private const int ScreenDescriptorEnd = 13;

    public static (int Width, int Height) ReadSize(ReadOnlySpan<byte> file)
    {
        var header = file.Take(0, ScreenDescriptorEnd, "the GIF header");
        return (BinaryPrimitives.ReadUInt16LittleEndian(header[6..]), BinaryPrimitives.ReadUInt16LittleEndian(header[8..]));
    }

    public static void CheckComplete(ReadOnlySpan<byte> file)
    {
        long at = ScreenDescriptorEnd + ColorTableLength(file[10]);
        while (true)
        {
            var kind = file.Take(at, 1, "the GIF blocks: the trailer is missing")[0];
            switch (kind)
            {
                case Trailer:
                    return;
                case Extension:
                    at = SkipSubBlocks(file, at + 2);
                    break;
                case Image:
                    var descriptor = file.Take(at, 10, "a GIF image descriptor");
                    at = SkipSubBlocks(file, at + 10 + ColorTableLength(descriptor[9]) + 1);
                    break;
                default:
                    throw new CorruptImageException($"The GIF file has an unknown block 0x{kind:X2} at byte {at}.");
            }
        }
    }

    private static int ColorTableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static long SkipSubBlocks(ReadOnlySpan<byte> file, long at)
    {
        int length;
        do
        {
            length = file.Take(at, 1, "a GIF block")[0];
            at += length + 1;
        }
        while (length > 0);
        return at;
    }
}
