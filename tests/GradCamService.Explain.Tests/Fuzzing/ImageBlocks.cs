using System.Buffers.Binary;

namespace GradCamService.Explain.Tests.Fuzzing;

/// <summary>An image file in its chunks, segments or blocks. It need not be whole: what is not understood is one block.</summary>
internal static class ImageBlocks
{
    private static readonly Form[] Forms =
    [
        new([0x89, .. "PNG"u8], _ => 8, (file, at) => BinaryPrimitives.ReadUInt32BigEndian(file[at..]) + 12L),
        new([0xFF, 0xD8], _ => 2, JpegSegment),
        new([.. "RIFF"u8], _ => 12, (file, at) => BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]) is var length ? 8L + length + (length & 1) : 0),
        new([.. "GIF8"u8], file => 13 + ColorTable(file[10]), GifBlock),
        new([.. "BM"u8], _ => 14, (file, at) => at == 14 ? BinaryPrimitives.ReadUInt32LittleEndian(file[at..]) : file.Length - at),
    ];

    private delegate long Length(ReadOnlySpan<byte> file, int at);

    public static IEnumerable<byte[]> Of(byte[] file)
    {
        if (Array.Find(Forms, form => file.AsSpan().StartsWith(form.Signature)) is not { } form)
            return [file];
        var blocks = new List<byte[]>();
        for (int at = 0, end; at < file.Length; at = end)
        {
            end = EndOf(form, file, at);
            blocks.Add(file[at..end]);
        }
        return blocks;
    }

    private static int EndOf(Form form, byte[] file, int at)
    {
        try
        {
            var length = at == 0 ? form.Head(file) : form.LengthAt(file, at);
            return length > 0 && at + length < file.Length ? (int)(at + length) : file.Length;
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            return file.Length;
        }
    }

    /// <summary>A segment; a scan with its data.</summary>
    private static long JpegSegment(ReadOnlySpan<byte> file, int at)
    {
        var end = at + 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        if (file[at + 1] == 0xDA)
            while (file[end] != 0xFF || file[end + 1] is 0 or (>= 0xD0 and <= 0xD7))
                end++;
        return end - at;
    }

    private static long GifBlock(ReadOnlySpan<byte> file, int at)
    {
        var end = file[at] == 0x2C ? at + 11 + ColorTable(file[at + 9]) : at + 2;
        while (file[end] is var length and > 0)
            end += 1 + length;
        return end + 1 - at;
    }

    private static int ColorTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    /// <param name="Signature">How the file begins.</param>
    /// <param name="Head">Length of the first block.</param>
    /// <param name="LengthAt">Of the block that begins there.</param>
    private sealed record Form(byte[] Signature, Func<byte[], int> Head, Length LengthAt);
}
