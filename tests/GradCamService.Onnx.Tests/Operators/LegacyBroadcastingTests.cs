using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators;

/// <summary>ONNX Runtime has no opset 6: the reference is opset 14 with the shape that the old rule means.</summary>
public sealed class LegacyBroadcastingTests
{
    // The same kernels on the same numbers.
    private const double Exact = 0;

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    [InlineData("Div")]
    [InlineData("Pow")]
    public void An_operator_of_opset_6_aligns_its_second_input_at_the_axis(string name)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Sample.Uniform(1, 0.5, 2, 3, 2, 4), Sample.Uniform(2, 0.5, 2, 2));
        var old = new OneNode(name, 6) { Inputs = [a, b], Attributes = new Dictionary<string, object> { ["broadcast"] = 1, ["axis"] = 1 } };
        var present = new OneNode(name, 14) { Inputs = [a, b.reshape(2, 1)] };
        TensorAssert.Close(OnnxRuntimeOracle.Run(present)[0], OnnxRuntimeOracle.Run(old)[0], Exact, Exact, name);
    }
}
