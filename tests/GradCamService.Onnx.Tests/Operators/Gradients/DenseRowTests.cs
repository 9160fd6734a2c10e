using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Operators.Gradients;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Gradients;

/// <summary>The gradient of a large dense layer for one image, which reads only the weights that count.</summary>
public sealed class DenseRowTests
{
    // As many weights as the function asks for.
    private const int Side = 1024;

    /// <summary>Of the largest magnitude: sums of a thousand products in another order than libtorch's.</summary>
    private const double Rounding = 1e-5;

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.1)]
    [InlineData(0.0)]
    public void Equals_its_definition(double share)
    {
        using var scope = NewDisposeScope();
        var weight = Sample.Normal(1, 300, 77);
        var gradient = Sample.Normal(2, 1, 300) * Sample.Normal(3, 1, 300).abs().lt(share == 1 ? 10 : share);

        AssertNear(gradient.mm(weight), DenseRow.Gradient(gradient, weight));
    }

    [Fact]
    public void What_is_not_a_number_is_not_taken_for_zero()
    {
        using var scope = NewDisposeScope();

        Assert.All(DenseRow.Gradient(full(1, 3, float.NaN), ones(3, 5)).data<float>().ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)] // Not one image: libtorch's own.
    public void A_network_with_it_has_the_gradients_of_one_without(int images)
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = (Sample.Normal(4, Side, Side), Sample.Normal(5, Side));
        using var graph = SmallModel.Load(["x"], [("w", weight), ("b", bias)],
            Bodies.Node("Gemm", ["x", "w", "b"], ["d"], ("transB", 1)), Bodies.Node("Relu", ["d"], ["y"]));
        var input = Sample.Normal(6, images, Side).requires_grad_();
        Assert.Equal(images == 1, DenseRow.Fits(input, weight));

        var output = new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = input }, ["y"], GraphRun.Plain)[0];
        var expected = input.mm(weight.t()).add(bias).relu();

        AssertNear(expected, output);
        AssertNear(autograd.grad([expected.sum()], [input])[0], autograd.grad([output.sum()], [input])[0]);
    }

    [Fact]
    public void A_bias_that_does_not_fit_is_an_error_of_the_node()
    {
        using var scope = NewDisposeScope();
        using var graph = SmallModel.Load(["x"], [("w", ones(Side, Side)), ("b", ones(7))], Bodies.Node("Gemm", ["x", "w", "b"], ["y"], ("transB", 1)));
        var input = ones(1, Side).requires_grad_();

        var error = Assert.Throws<EngineException>(() =>
            new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = input }, ["y"], GraphRun.Plain));

        Assert.Contains("Gemm", error.Message, StringComparison.Ordinal);
    }

    private static void AssertNear(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        var largest = Math.Max(expected.abs().max().item<float>(), float.Epsilon);
        Assert.InRange((expected - actual).abs().max().item<float>() / largest, 0, Rounding);
    }
}
