namespace GradCamService.Explain.Imaging.Decoding;

/// <summary>A file in memory that ends when it is cancelled, since no exception may cross the codec.</summary>
/// <param name="file">The first byte; pinned.</param>
/// <param name="length">Bytes.</param>
/// <param name="cancellation">Checked whenever the codec reads on, every few KiB.</param>
internal sealed unsafe class CancelledStream(byte* file, long length, CancellationToken cancellation) : UnmanagedMemoryStream(file, length)
{
    public override int Read(byte[] buffer, int offset, int count) =>
        cancellation.IsCancellationRequested ? 0 : base.Read(buffer, offset, count);
}
