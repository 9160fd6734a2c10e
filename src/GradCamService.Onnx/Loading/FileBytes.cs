using Microsoft.Win32.SafeHandles;

namespace GradCamService.Onnx.Loading;

/// <summary>A file that is read once from front to back, and at places that were noted on the way. Not for several threads.</summary>
internal sealed class FileBytes : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private const int LongestVarint = 10;

    private readonly SafeFileHandle _handle;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private long _bufferStart;
    private int _buffered;

    public FileBytes(string path)
    {
        Name = Path.GetFileName(path);
        try
        {
            _handle = File.OpenHandle(path);
            Length = RandomAccess.GetLength(_handle);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _handle?.Dispose();
            throw Unreadable(exception);
        }
    }

    /// <summary>The file's name, for messages.</summary>
    public string Name { get; }

    public long Length { get; }

    /// <summary>Where the next byte is read.</summary>
    public long Position { get; set; }

    /// <summary>The next number of variable length.</summary>
    /// <param name="end">Where the message that it is in ends.</param>
    public ulong Varint(long end)
    {
        var value = 0UL;
        for (var i = 0; i < LongestVarint && Position < end; i++)
        {
            var next = NextByte();
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
                return value;
        }
        throw Malformed("a number does not end");
    }

    /// <summary>The next bytes.</summary>
    public void Read(Span<byte> destination)
    {
        ReadAt(Position, destination);
        Position += destination.Length;
    }

    /// <summary>Bytes at a place; where to read next stays as it is.</summary>
    public void ReadAt(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset > Length - destination.Length)
            throw Malformed("it ends too early");
        if (offset >= _bufferStart && offset + destination.Length <= _bufferStart + _buffered)
        {
            _buffer.AsSpan((int)(offset - _bufferStart), destination.Length).CopyTo(destination);
            return;
        }
        while (destination.Length > 0)
        {
            var read = Some(destination, offset);
            if (read == 0)
                throw Malformed("it was cut while it was read");
            destination = destination[read..];
            offset += read;
        }
    }

    public OnnxException Malformed(string why) => new($"'{Name}' is not an ONNX file, or it is truncated: {why} (at byte {Position})");

    public void Dispose() => _handle.Dispose();

    private int Some(Span<byte> destination, long offset)
    {
        try
        {
            return RandomAccess.Read(_handle, destination, offset);
        }
        catch (IOException exception)
        {
            throw Unreadable(exception);
        }
    }

    // .NET's own words name places on this machine.
    private OnnxException Unreadable(Exception exception) =>
        new($"'{Name}' cannot be read{(exception is UnauthorizedAccessException ? ": access is denied" : "")}", exception);

    private byte NextByte()
    {
        if (Position < _bufferStart || Position >= _bufferStart + _buffered)
        {
            _bufferStart = Position;
            _buffered = Some(_buffer, Position);
            if (_buffered == 0)
                throw Malformed("it ends too early");
        }
        return _buffer[Position++ - _bufferStart];
    }
}
