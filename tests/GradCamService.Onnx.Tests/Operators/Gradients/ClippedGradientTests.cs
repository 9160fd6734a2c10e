using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Operators.Gradients;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Gradients;

/// <summary>The one-pass gradient of a clip against its definition: R where 0 &lt; f &lt; top (and R > 0, guided; f &lt; top and R > 0, deconvolution), 0 elsewhere.</summary>
public sealed class ClippedGradientTests
{
    // Nothing, less than a vector, a whole one, one and a bit, and enough for two threads with parts of unequal size.
    public static readonly MatrixTheoryData<int, ReluRule, bool> Kinds = new([0, 1, 7, 8, 13, 100_003], Enum.GetValues<ReluRule>(), [false, true]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Equals_its_definition(int count, ReluRule rule, bool isBounded)
    {
        using var scope = NewDisposeScope();
        var top = isBounded ? 2f : float.PositiveInfinity;
        var output = Sample.Normal(1, count).mul(2).clamp_(0, top);
        var incoming = Sample.Normal(2, count);
        var gradient = incoming.clone();

        ClippedGradient.Apply(gradient, output, top, rule);

        var anything = ones_like(incoming, dtype: ScalarType.Bool);
        var passes = output.lt(top).logical_and(rule == ReluRule.Deconvolution ? anything : output.gt(0))
            .logical_and(rule == ReluRule.Plain ? anything : incoming.gt(0));
        Assert.Equal(where(passes, incoming, 0).data<float>().ToArray(), gradient.data<float>().ToArray());
    }

    [Theory]
    [InlineData(ReluRule.Plain)]
    [InlineData(ReluRule.Guided)]
    [InlineData(ReluRule.Deconvolution)]
    public void What_is_not_a_number_stays_so(ReluRule rule)
    {
        using var scope = NewDisposeScope();
        var gradient = full(9, float.NaN);

        ClippedGradient.Apply(gradient, ones(9), 6, rule);

        Assert.All(gradient.data<float>().ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [InlineData("Conv", 5f)]
    [InlineData("Add", -5f)]
    public void A_gradient_is_overwritten_only_where_nobody_else_reads_it(string reader, float expected)
    {
        using var scope = NewDisposeScope();
        // A sum hands the gradient that it gets to both of its inputs.
        using var graph = SmallModel.Load(["x"], [("one", ones(1, 1, 1, 1))],
            Bodies.Node("Conv", ["x", "one"], ["c"]), Bodies.Node("Relu", ["c"], ["r"]), Bodies.Node(reader, ["r", reader == "Conv" ? "one" : "x"], ["y"]));
        var input = full([1, 1, 2, 2], 3f, requires_grad: true);
        var run = new GraphRun { MayGuide = true };
        var output = new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = input }, ["y"], run)[0];
        run.Use(ReluRule.Guided);

        var gradient = autograd.grad([output], [input], [full([1, 1, 2, 2], expected)])[0];

        Assert.All(gradient.data<float>().ToArray(), value => Assert.Equal(expected, value));
    }
}
