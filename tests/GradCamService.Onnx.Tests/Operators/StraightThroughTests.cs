using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Testing.Bodies;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators;

/// <summary>Gradients through quantized graphs: those of the real network inside the range, 0 outside.</summary>
public sealed class StraightThroughTests
{
    // Quotients of float32 scales: some units of its seventh digit.
    private const float Rounding = 1e-5f;

    private static (string, Tensor)[] Constants =>
    [
        ("scale", tensor(0.1f)), ("zero", tensor((byte)100)), ("weights", tensor(new byte[] { 130, 120 }, 2, 1)),
            ("weightScale", tensor(0.05f)),
        ("weightZero", tensor((byte)120)), ("outScale", tensor(0.02f)), ("outZero", tensor((byte)128)),
            ("kernel", tensor(new byte[] { 130 }, 1, 1, 1, 1)),
    ];

    [Fact]
    public void Quantizing_and_back_passes_gradients_inside_the_range_only() =>
        // (0 − 100) · 0.1 = −10 to (255 − 100) · 0.1 = 15.5.
        AssertGradient([-11, -9.98f, 3.33f, 15.4f, 16], [0, 2, 2, 2, 0], [2, 2, 2, 2, 2],
            Node("QuantizeLinear", ["x", "scale", "zero"], ["q"]), Node("DequantizeLinear", ["q", "scale", "zero"], ["y"]));

    [Fact]
    public void Dynamic_quantization_passes_all_gradients() =>
        AssertGradient([-4, 0.2f, 9], [1, 2, 3], [1, 2, 3],
            Node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"]), Node("DequantizeLinear", ["q", "s", "z"], ["y"]));

    [Fact]
    public void What_lies_between_quantizing_and_back_differentiates_too() =>
        // The larger of two neighbours takes the gradient.
        AssertGradient([1, 3, 8, 2], [0, 5, 7, 0], [5, 7], [1, 1, 4],
            Node("QuantizeLinear", ["x", "scale", "zero"], ["q"]), Pool(), Node("DequantizeLinear", ["p", "scale", "zero"], ["y"]));

    [Fact]
    public void A_quantized_product_has_the_gradient_of_the_real_one() =>
        // y = x · (130 − 120) · 0.05 + x' · 0, inside the output's range of −2.56 to 2.54.
        AssertGradient([0.5f, 1, 9, 1], [1.5f, 0, 0, 0], [3, 4], [2, 2],
            Node("QuantizeLinear", ["x", "scale", "zero"], ["q"]),
            Node("QLinearMatMul", ["q", "scale", "zero", "weights", "weightScale", "weightZero", "outScale", "outZero"], ["m"]),
            Node("DequantizeLinear", ["m", "outScale", "outZero"], ["y"]));

    [Fact]
    public void A_quantized_convolution_has_the_gradient_of_the_real_one() =>
        AssertGradient([0.5f, 1, 9, 1], [1.5f, 2, 0, -1], [3, 4, 5, -2], [1, 1, 2, 2],
            Node("QuantizeLinear", ["x", "scale", "zero"], ["q"]),
            Node("QLinearConv", ["q", "scale", "zero", "kernel", "weightScale", "weightZero", "outScale", "outZero"], ["m"]),
            Node("DequantizeLinear", ["m", "outScale", "outZero"], ["y"]));

    [Fact]
    public void An_integer_product_after_dynamic_quantization_has_the_gradient_of_the_real_one() =>
        AssertGradient([-4, 9, 5, 1], [30, 0, 40, 0], [3, 4], [2, 2],
            Node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"]), Node("MatMulInteger", ["q", "weights", "z", "weightZero"], ["m"]),
            Node("Cast", ["m"], ["f"], ("to", 1)), Node("Mul", ["f", "s"], ["y"]));

    [Fact]
    public void Without_gradients_quantized_tensors_have_their_integer_type()
    {
        using var scope = NewDisposeScope();
        using var graph = SmallModel.Load(["x"], Constants, Node("QuantizeLinear", ["x", "scale", "zero"], ["y"]));
        var quantized = new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = tensor(new[] { 1f }) }, ["y"],
            GraphRun.Plain)[0];
        Assert.Equal(ScalarType.Byte, quantized.dtype);
        Assert.Equal(110, quantized.item<byte>());
    }

    private static NodeProto Pool()
    {
        var pool = Node("MaxPool", ["q"], ["p"]);
        var (kernel, strides) = (new AttributeProto { Name = "kernel_shape" }, new AttributeProto { Name = "strides" });
        kernel.Type = strides.Type = AttributeProto.Types.AttributeType.Ints;
        kernel.Ints.Add(2);
        strides.Ints.Add(2);
        pool.Attribute.Add([kernel, strides]);
        return pool;
    }

    private static void AssertGradient(float[] input, float[] expected, float[] incoming, params NodeProto[] nodes) =>
        AssertGradient(input, expected, incoming, [input.Length], nodes);

    private static void AssertGradient(float[] input, float[] expected, float[] incoming, long[] shape, params NodeProto[] nodes)
    {
        using var scope = NewDisposeScope();
        using var graph = SmallModel.Load(["x"], Constants, nodes);
        var x = tensor(input, shape, requires_grad: true);
        var y = new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = x }, ["y"], GraphRun.Plain)[0];
        var gradient = autograd.grad([y], [x], [tensor(incoming, y.shape)])[0].flatten().data<float>().ToArray();
        Assert.Equal(expected.Length, gradient.Length);
        Assert.All(expected.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, Rounding));
    }
}
