using System.Buffers.Binary;
using GradCamService.Problems;

namespace GradCamService.Jobs;

/// <summary>How many entries a ZIP says it has, before its list is read into memory: a small file can have millions.</summary>
internal static class ArchiveLimits
{
    // PKWARE's APPNOTE.TXT, 4.3.16: the record at the end, and the longest comment behind it.
    private const int RecordBytes = 22;
    private const int MostBytes = RecordBytes + ushort.MaxValue;
    private const int EntriesAt = 10;
    private const int ListBytesAt = 12;
    private static readonly byte[] Signature = [0x50, 0x4b, 5, 6];

    // Files that are no photos, folders and a Mac's shadows beside each.
    private const int EntriesAPhoto = 4;

    // An entry's own bytes in the list, and a path as long as systems allow.
    private const int BytesAnEntry = 46 + 4096;

    /// <exception cref="InvalidDataException">There is no such record.</exception>
    /// <exception cref="JobTooLargeException">There are too many.</exception>
    public static void Check(FileInfo archive, JobsOptions options)
    {
        using var file = archive.OpenRead();
        var tail = new byte[Math.Min(file.Length, MostBytes)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf(Signature);
        if (at < 0 || tail.Length - at < RecordBytes)
            throw new InvalidDataException("it has no end record");
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + EntriesAt));
        var list = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + ListBytesAt));
        var most = (long)options.MaxItems * EntriesAPhoto;
        // Of a ZIP64, whose numbers lie elsewhere, the list is no larger than the file.
        if ((entries != ushort.MaxValue && entries > most) || (list == uint.MaxValue ? file.Length : list) > most * BytesAnEntry)
            throw JobTooLargeException.Items(options.MaxItems);
    }
}
