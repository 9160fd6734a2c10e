using GradCamService.Explain.Imaging.Decoding;
using GradCamService.Problems;

namespace GradCamService.Requests;

/// <summary>Memory that a request's body is received into: as large as the request says it is, or growing where it does not say.</summary>
internal sealed class GrowingBlock(int expected, int most) : IDisposable
{
    private const int Least = 1 << 12;

    private NativeBlock _block = new(Math.Max(expected, Least));

    /// <summary>Bytes received.</summary>
    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _block.Memory[..Length];

    /// <summary>Receives a part to its end.</summary>
    /// <param name="stream">The part.</param>
    /// <param name="named">The limit that is told where the whole is too large.</param>
    /// <param name="cancellation">Signalled when the caller leaves.</param>
    /// <exception cref="UploadTooLargeException">It is larger than it may be.</exception>
    public async Task ReadAsync(Stream stream, int named, CancellationToken cancellation)
    {
        while (true)
        {
            if (Length == _block.Memory.Length)
                Grow();
            var read = await stream.ReadAsync(_block.Memory[Length..], cancellation);
            if (read == 0)
                return;
            Length += read;
            if (Length > most)
                throw new UploadTooLargeException(named);
        }
    }

    public void Dispose() => ((IDisposable)_block).Dispose();

    private void Grow()
    {
        var larger = new NativeBlock((int)Math.Min(_block.Memory.Length * 2L, most + 1L));
        _block.Memory.CopyTo(larger.Memory);
        Dispose();
        _block = larger;
    }
}
