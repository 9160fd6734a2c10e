using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Analysis;

/// <summary>
/// The values that a graph's first nodes ask for. Expected ranges are computed by hand: with pixels from 0 to 255 the last of the nodes
/// gives what networks take.
/// </summary>
public sealed class InputArithmeticTests
{
    private static readonly float[] CaffeMean = [-103.939f, -116.779f, -123.68f];

    [Fact]
    public void Behind_a_gather_that_swaps_channels_bytes_minus_a_mean_are_found_and_the_file_takes_red_first()
    {
        using var sketch = new Sketch(1, 16, 16, 3).Constant("order", tensor([2L, 1, 0])).Constant("mean", tensor(CaffeMean))
            .Node("Gather", "image order", "bgr", ("axis", 3)).Node("Add", "bgr mean", "n")
            .Node("Transpose", "n", "t", ("perm", new long[] { 0, 3, 1, 2 })).Conv("t", "y", 3, 4).Output("y");

        AssertFound(sketch, InputRange.Bytes, isRedFirst: true, swaps: true);
    }

    [Fact]
    public void Without_the_swap_the_same_mean_asks_for_blue_first()
    {
        using var sketch = new Sketch(1, 16, 16, 3).Constant("mean", tensor(CaffeMean)).Node("Add", "image mean", "n")
            .Node("Transpose", "n", "t", ("perm", new long[] { 0, 3, 1, 2 })).Conv("t", "y", 3, 4).Output("y");

        AssertFound(sketch, InputRange.Bytes, isRedFirst: false, swaps: false);
    }

    [Fact]
    public void A_slice_with_the_step_minus_one_swaps()
    {
        using var sketch = new Sketch(1, 16, 16, 3).Constant("s", tensor([-1L])).Constant("e", tensor([long.MinValue + 1]))
            .Constant("axis", tensor([3L])).Constant("step", tensor([-1L])).Constant("k", tensor(255f))
            .Node("Slice", "image s e axis step", "bgr").Node("Div", "bgr k", "n")
            .Node("Transpose", "n", "t", ("perm", new long[] { 0, 3, 1, 2 })).Conv("t", "y", 3, 4).Output("y");

        AssertFound(sketch, InputRange.Bytes, isRedFirst: null, swaps: true);
    }

    [Fact]
    public void Channels_may_be_taken_one_by_one_scaled_and_joined()
    {
        // torchvision's transform_input: ImageNet's normalization becomes the scale from −1 to 1.
        using var sketch = new Sketch(1, 3, 16, 16).Constant("axis", tensor([1L]));
        foreach (var (channel, mean, std) in new[] { (0L, 0.485f, 0.229f), (1L, 0.456f, 0.224f), (2L, 0.406f, 0.225f) })
            sketch.Constant($"i{channel}", tensor(channel)).Constant($"s{channel}", tensor(std / 0.5f))
                .Constant($"m{channel}", tensor((mean - 0.5f) / 0.5f))
                .Node("Gather", $"image i{channel}", $"g{channel}", ("axis", 1)).Node("Unsqueeze", $"g{channel} axis", $"u{channel}")
                .Node("Mul", $"u{channel} s{channel}", $"p{channel}").Node("Add", $"p{channel} m{channel}", $"q{channel}");
        sketch.Node("Concat", "q0 q1 q2", "n", ("axis", 1)).Conv("n", "y", 3, 4).Output("y");

        AssertFound(sketch, InputRange.Normalized, isRedFirst: null, swaps: false);
    }

    [Theory]
    [InlineData(0f, 255f, InputRange.Bytes)]
    [InlineData(0f, 1f, InputRange.Unit)]
    [InlineData(-1f, 1f, InputRange.Centered)]
    [InlineData(0f, 6f, InputRange.Unknown)]
    public void A_clip_says_the_range(float lower, float upper, InputRange range)
    {
        using var sketch = new Sketch().Constant("l", tensor(lower)).Constant("u", tensor(upper)).Node("Clip", "image l u", "n")
            .Conv("n", "y", 3, 4).Output("y");

        AssertFound(sketch, range, null, false);
    }

    [Fact]
    public void A_batch_normalization_of_the_pixels_has_their_mean()
    {
        using var sketch = new Sketch().Constant("g", ones(3)).Constant("b", zeros(3)).Constant("m", tensor([123.7f, 116.3f, 103.5f]))
            .Constant("v", tensor([3410f, 3260f, 3294f])).Node("BatchNormalization", "image g b m v", "n").Conv("n", "y", 3, 4).Output("y");

        AssertFound(sketch, InputRange.Bytes, isRedFirst: true, swaps: false);
    }

    [Theory]
    [InlineData(1 / 58f, -2f, InputRange.Bytes)]
    [InlineData(4.4f, -2f, InputRange.Unit)]
    [InlineData(255f, -120f, InputRange.Unit)]
    [InlineData(127.5f, 127.5f, InputRange.Centered)]
    [InlineData(0.5f, 0.5f, InputRange.Centered)]
    [InlineData(1f, 0f, InputRange.Unknown)]
    public void A_depthwise_convolution_of_one_pixel_scales_and_shifts(float scale, float shift, InputRange range)
    {
        using var sketch = new Sketch().Constant("w", full([3, 1, 1, 1], scale)).Constant("b", full([3], shift))
            .Node("Conv", "image w b", "n", ("group", 3)).Conv("n", "y", 3, 4).Output("y");

        AssertFound(sketch, range, null, false);
    }

    [Fact]
    public void A_full_convolution_of_one_pixel_may_swap_channels_and_scale()
    {
        using var sketch = new Sketch()
            .Constant("w", tensor(new float[] { 0, 0, 1 / 255f, 0, 1 / 255f, 0, 1 / 255f, 0, 0 }).reshape(3, 3, 1, 1))
            .Node("Conv", "image w", "n").Conv("n", "y", 3, 4).Output("y");

        AssertFound(sketch, InputRange.Bytes, null, swaps: true);
    }

    [Fact]
    public void A_shape_that_reads_the_input_too_casts_transposes_and_resizes_hide_nothing()
    {
        using var sketch = new Sketch(ScalarType.Float32, [1, 16, 16, 3]).Constant("k", tensor(255f)).Constant("sizes", tensor([1L, 3, 8, 8]))
            .Node("Shape", "image", "shape").Node("Cast", "image", "c", ("to", 1))
            .Node("Transpose", "c", "t", ("perm", new long[] { 0, 3, 1, 2 }))
            .Node("Resize", "t   sizes", "r").Node("Identity", "r", "i").Node("Div", "i k", "n").Conv("n", "y", 3, 4).Output("y", "shape");

        AssertFound(sketch, InputRange.Bytes, null, false);
    }

    [Theory]
    [InlineData(1 / 255f, 0, InputRange.Unit)]
    [InlineData(1f, 0, InputRange.Bytes)]
    [InlineData(0.0187f, 114, InputRange.Normalized)]
    public void The_range_that_a_quantizer_was_calibrated_on_is_the_images(float scale, int zero, InputRange range)
    {
        using var sketch = new Sketch().Constant("s", tensor(scale)).Constant("z", tensor((byte)zero))
            .Node("QuantizeLinear", "image s z", "q").Node("DequantizeLinear", "q s z", "n").Conv("n", "y", 3, 4).Output("y");

        AssertFound(sketch, range, null, false);
    }

    [Fact]
    public void A_swap_of_channels_that_are_not_there_tells_nothing()
    {
        using var sketch = new Sketch().Constant("order", tensor([2L, 7, 0])).Node("Gather", "image order", "g", ("axis", 1))
            .Conv("g", "y", 3, 4).Output("y");

        AssertFound(sketch, InputRange.Unknown, null, false);
    }

    private static void AssertFound(Sketch sketch, InputRange range, bool? isRedFirst, bool swaps)
    {
        var found = ImageInput.Find(sketch.Graph).Arithmetic;

        Assert.Equal((range, isRedFirst, swaps), (found.Range, found.IsRedFirst, found.Swaps));
    }
}
