using System.Buffers;
using GradCamService.Jobs.States;

namespace GradCamService.Jobs.Blobs;

/// <summary>Collects files into one blob: sixteen photos are one write to a disk instead of sixteen.</summary>
public sealed class Pack
{
    /// <summary>A pack is closed before it would become larger, unless one file alone is.</summary>
    public const int MostBytes = 8 << 20;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public int Length => _bytes.WrittenCount;

    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    /// <summary>Whether a file of a length goes in.</summary>
    public bool Takes(long length) => Length == 0 || Length + length <= MostBytes;

    /// <returns>Where it lies.</returns>
    public BlobRange Add(ReadOnlySpan<byte> file)
    {
        var range = new BlobRange(Length, file.Length);
        _bytes.Write(file);
        return range;
    }
}
