using System.Buffers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Resizing;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class DecodeCancellationTests
{
    private static readonly InputSpec Spec = new(4, 4, ColorOrder.Rgb, 1, Fit.Crop, Resampling.Bilinear, [0f], [1f]);

    [Fact]
    public void What_is_cancelled_already_is_not_even_looked_at()
    {
        ReadOnlyMemory<byte> text = "no image"u8.ToArray();

        Assert.Throws<OperationCanceledException>(
            () => PreparedPhoto.Of([text], Spec, 1, Fit.Crop, false, PhotoDecoderTests.Limits, new CancellationToken(true)));
    }

    [Theory]
    [InlineData("baseline.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("rgb.png")]
    [InlineData("interlaced.png")]
    [InlineData("lossy.webp")]
    [InlineData("still.gif")]
    [InlineData("rgb.bmp")]
    public void Decoding_stops_when_it_is_cancelled(string name)
    {
        using var source = new CancellationTokenSource();
        using var file = new CancellingFile(TestData.Read($"Images/{name}"), source);

        Assert.Throws<OperationCanceledException>(() => PhotoDecoder.Decode(file.Memory, PhotoDecoderTests.Limits, null, false, source.Token));
    }

    [Fact]
    public void A_resize_stops_when_it_is_cancelled()
    {
        var photo = new Photo(8, 8, new byte[8 * 8 * 3]);

        Assert.Throws<OperationCanceledException>(() => PillowResize.Resize(photo, 4, 4, Resampling.Bilinear, new CancellationToken(true)));
    }

    /// <summary>Cancels when the codec is given its bytes: the header has been read then, and nothing is decoded.</summary>
    private sealed class CancellingFile(byte[] bytes, CancellationTokenSource source) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => bytes;

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            source.Cancel();
            return bytes.AsMemory(elementIndex).Pin();
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
