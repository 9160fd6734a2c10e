using GradCamService.Onnx.Operators;

namespace GradCamService.Onnx.Tests.Operators;

/// <summary>When a kernel is widened in place of padding the input: a stranger's file must not make it millions wide.</summary>
public sealed class WindowTests
{
    [Theory]
    [InlineData(1, 1, 1, true)]
    [InlineData(0, 1, 1, true)]
    [InlineData(2, 1, 1, true)]
    [InlineData(0, 2, 2, true)]
    [InlineData(0, 1, 2, false)] // Half a tap.
    [InlineData(0, 2, 1, false)]
    [InlineData(0, 1 << 20, 1, false)]
    [InlineData(-1, 0, 1, false)]
    public void A_kernel_is_widened_by_one_tap_at_most(long begin, long end, long dilation, bool can) =>
        Assert.Equal(can, new Window([3], [1], [dilation], [begin], [end]).CanWiden);

    [Fact]
    public void Zeros_go_to_the_end_that_is_padded_less()
    {
        var window = new Window([3, 3], [2, 2], [1, 1], [0, 2], [1, 1]);

        Assert.Equal([0L, 1, 1, 0], window.TorchWidening); // The last axis first, begin before end.
        Assert.Equal([1L, 2], window.WidenedPads);
    }
}
