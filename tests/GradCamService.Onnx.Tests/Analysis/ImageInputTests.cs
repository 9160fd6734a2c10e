using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Analysis;

public sealed class ImageInputTests
{
    // 0 is a dynamic size.
    [Theory]
    [InlineData(new long[] { 1, 3, 20, 30 }, false, 3, 20, 30)]
    [InlineData(new long[] { 1, 20, 30, 3 }, true, 3, 20, 30)]
    [InlineData(new long[] { 0, 1, 28, 28 }, false, 1, 28, 28)]
    [InlineData(new long[] { 0, 3, 0, 0 }, false, 3, null, null)]
    [InlineData(new long[] { 0, 0, 0, 3 }, true, 3, null, null)]
    [InlineData(new long[] { 0, 0, 0, 0 }, false, null, null, null)]
    [InlineData(new long[] { 1, 4, 4, 4 }, false, 4, 4, 4)]
    public void Channels_are_few_and_come_first_or_last(long[] shape, bool isLast, int? channels, int? height, int? width)
    {
        using var sketch = new Sketch(shape).Node("Relu", "image", "y").Output("y");

        var image = ImageInput.Find(sketch.Graph);

        Assert.Equal((isLast, channels, height, width), (image.IsChannelsLast, image.Channels, image.Height, image.Width));
    }

    [Fact]
    public void A_transpose_tells_that_channels_come_last_where_the_shape_does_not()
    {
        using var sketch = new Sketch(0, 0, 0, 0).Node("Transpose", "image", "first", ("perm", new long[] { 0, 3, 1, 2 }))
            .Conv("first", "y", 3, 4).Output("y");

        Assert.True(ImageInput.Find(sketch.Graph).IsChannelsLast);
    }

    [Theory]
    [InlineData("Div", 255f, InputRange.Bytes)]
    [InlineData("Mul", 1 / 255f, InputRange.Bytes)]
    [InlineData("Sub", 127.5f, InputRange.Bytes)]
    [InlineData("Sub", 0.485f, InputRange.Unit)]
    [InlineData("Div", 0.226f, InputRange.Unit)]
    [InlineData("Mul", 1 / 0.226f, InputRange.Unit)]
    [InlineData("Relu", 0f, InputRange.Unknown)]
    public void The_first_constant_that_the_pixels_meet_tells_their_range(string type, float number, InputRange range)
    {
        using var sketch = new Sketch().Node("Identity", "image", "i").Constant("c", tensor(number))
            .Node(type, type == "Relu" ? "i" : "i c", "n")
            .Conv("n", "y", 3, 4).Output("y");

        Assert.Equal(range, ImageInput.Find(sketch.Graph).Arithmetic.Range);
    }

    [Fact]
    public void An_input_of_bytes_takes_bytes()
    {
        using var sketch = Of(ScalarType.Byte);

        Assert.Equal(InputRange.Bytes, ImageInput.Find(sketch.Graph).Arithmetic.Range);
    }

    [Fact]
    public void An_input_of_indices_is_no_image()
    {
        using var sketch = Of(ScalarType.Int64);

        Assert.Contains("takes Int64", Assert.Throws<OnnxException>(() => ImageInput.Find(sketch.Graph)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_inputs_all_are_listed()
    {
        using var sketch = new Sketch(0, 3, 8, 8).Input("length", [1]).Node("Add", "image length", "y").Output("y");

        var refusal = Assert.Throws<OnnxException>(() => ImageInput.Find(sketch.Graph));

        Assert.Contains("'image' [?, 3, 8, 8]; 'length' [1]", refusal.Message, StringComparison.Ordinal);
    }

    private static Sketch Of(ScalarType type) => new Sketch(type, [1, 3, 8, 8]).Node("Identity", "image", "y").Output("y");
}
