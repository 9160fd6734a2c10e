using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Analysis;

/// <summary>Strides and receptive fields by hand: size + (kernel − 1) · dilation · stride, then stride · step.</summary>
public sealed class ReceptiveFieldsTests
{
    private const int Side = 16;

    [Fact]
    public void Kernels_and_strides_sum_up()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4, stride: 2)
            .Node("MaxPool", "a", "b", ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }))
            .Weight("w", 4, 4, 3, 3).Node("Conv", "b w", "c", ("dilations", new long[] { 2, 2 }), ("pads", new long[] { 2, 2, 2, 2 }))
            .Node("Relu", "c", "d").Node("GlobalAveragePool", "d", "y").Output("y");

        AssertField(sketch, "a", 2, 3);
        AssertField(sketch, "b", 4, 3 + 1 * 2);
        AssertField(sketch, "c", 4, 5 + 2 * 2 * 4);
        AssertField(sketch, "d", 4, 21);
        AssertField(sketch, "y", 4, Side);
    }

    [Fact]
    public void The_poolings_of_a_quantized_network_are_poolings_too()
    {
        using var sketch = new Sketch().Constant("s", tensor(0.1f)).Constant("z", tensor((byte)128)).Conv("image", "a", 3, 4)
            .Node("QuantizeLinear", "a s z", "q")
            .Node("com.microsoft.QLinearAveragePool", "q s z s z", "p", ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }))
            .Node("com.microsoft.QLinearGlobalAveragePool", "p s z s z", "g").Node("DequantizeLinear", "g s z", "y").Output("y");

        AssertField(sketch, "q", 1, 3);
        AssertField(sketch, "p", 2, 3 + 1);
        AssertField(sketch, "y", 2, Side);
    }

    [Fact]
    public void Where_ways_meet_the_largest_counts()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4).Conv("a", "b", 4, 4, kernel: 5).Conv("a", "c", 4, 4, kernel: 1)
            .Node("Add", "b c", "y")
            .Output("y");

        AssertField(sketch, "c", 1, 3);
        AssertField(sketch, "y", 1, 3 + 4);
    }

    [Fact]
    public void Of_rows_and_columns_the_larger_counts()
    {
        using var sketch = new Sketch().Weight("w", 4, 3, 1, 5).Node("Conv", "image w", "y", ("strides", new long[] { 1, 3 })).Output("y");

        AssertField(sketch, "y", 3, 5);
    }

    [Theory]
    [InlineData("nearest", 3)]
    [InlineData("linear", 3 + 1 * 2)]
    [InlineData("cubic", 3 + 3 * 2)]
    public void A_resize_halves_the_stride_and_adds_its_neighbours(string mode, int size)
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4, stride: 2).Constant("scales", tensor(new float[] { 1, 1, 2, 2 }));
        sketch.Node("Resize", "a  scales", "y", ("mode", mode)).Output("y");

        AssertField(sketch, "y", 1, size);
    }

    [Fact]
    public void A_transposed_convolution_halves_the_stride()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4, stride: 2).Weight("w", 4, 4, 4, 4)
            .Node("ConvTranspose", "a w", "y", ("strides", new long[] { 2, 2 }), ("pads", new long[] { 1, 1, 1, 1 })).Output("y");

        // Four taps at steps of two: two inputs to each output.
        AssertField(sketch, "y", 1, 3 + 1 * 2);
    }

    [Fact]
    public void Blocks_and_every_second_row_stride_without_a_kernel()
    {
        using var blocks = new Sketch().Node("SpaceToDepth", "image", "y", ("blocksize", 2)).Output("y");
        using var rows = new Sketch().Constant("from", Longs(0, 0)).Constant("to", Longs(99, 99)).Constant("axes", Longs(2, -1))
            .Constant("steps", Longs(2, 2))
            .Node("Slice", "image from to axes steps", "y").Output("y");

        AssertField(blocks, "y", 2, 2);
        AssertField(rows, "y", 2, 1);
    }

    [Theory]
    [InlineData("Softmax", 1, 3)]
    [InlineData("Softmax", -1, Side)]
    [InlineData("LogSoftmax", 2, Side)]
    public void A_softmax_sees_everything_only_along_rows_or_columns(string type, int axis, int size)
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4).Node(type, "a", "y", ("axis", axis)).Output("y");

        AssertField(sketch, "y", 1, size);
    }

    [Fact]
    public void A_product_of_the_way_with_itself_sees_everything()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4).Node("Relu", "a", "b").Node("MatMul", "a b", "y").Output("y");

        AssertField(sketch, "y", 1, Side);
    }

    [Fact]
    public void A_tensor_beside_the_way_has_no_field()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4).Node("Shape", "a", "shape").Node("Reshape", "a shape", "y").Output("y");

        Assert.Null(sketch.Analyze().FieldOf("shape"));
    }

    private static void AssertField(Sketch sketch, string tensor, int stride, int size) =>
        Assert.Equal(new ReceptiveField(stride, size), sketch.Analyze().FieldOf(tensor));

    private static Tensor Longs(params long[] values) => tensor(values, ScalarType.Int64);
}
