using System.Buffers.Binary;
using System.IO.Hashing;

namespace GradCamService.Explain.Tests.Fuzzing;

/// <summary>Sets right what a decoder would refuse a damaged file for before it comes to the damage.</summary>
internal static class ImageSums
{
    /// <summary>Checksums of a PNG's chunks, the whole length of a WebP; other files stay as they are.</summary>
    public static void Correct(byte[] file)
    {
        if (file.AsSpan().StartsWith("RIFF"u8) && file.Length >= 8)
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        if (!file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG"u8]))
            return;
        var at = 0;
        foreach (var block in ImageBlocks.Of(file))
        {
            if (at > 0 && block.Length >= 12)
                BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + block.Length - 4), Crc32.HashToUInt32(block.AsSpan(4..^4)));
            at += block.Length;
        }
    }
}
