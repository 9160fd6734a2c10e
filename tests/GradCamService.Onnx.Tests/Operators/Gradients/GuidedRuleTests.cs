using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Gradients;

/// <summary>
/// Guided gradients of single activations, computed by hand: f'(x)·R where the derivative f' is not zero and the incoming gradient R is
/// positive, 0 elsewhere; plain gradients f'(x)·R; those of deconvolution R where it is positive, but nothing above an upper bound.
/// </summary>
public sealed class GuidedRuleTests
{
    private static readonly Dictionary<string, Example> Examples = new()
    {
        ["Relu"] = new(new("Relu", 14), [-1, -1, 2, 3], [1, -1, -4, 5], Guided: [0, 0, 0, 5], Plain: [0, 0, -4, 5], Deconvolution: [1, 0, 0, 5]),
        ["ReLU6 as attributes"] = new(Node("Clip", 7, ("min", 0f), ("max", 6f)), [-1, 3, 7, 2], [1, -2, 3, 4], Guided: [0, 0, 0, 4],
            Plain: [0, -2, 0, 4], Deconvolution: [1, 0, 0, 4]),
        ["a clip from zero to two"] = new(Node("Clip", 7, ("min", 0f), ("max", 2f)), [-1, 1, 3, 1], [1, -2, 3, 4], Guided: [0, 0, 0, 4],
            Plain: [0, -2, 0, 4], Deconvolution: [1, 0, 0, 4]),
        ["a clip from zero"] = new(Node("Clip", 7, ("min", 0f)), [-1, 9], [1, 2], Guided: [0, 2], Plain: [0, 2], Deconvolution: [1, 2]),
        ["a clip around zero is none"] = new(Node("Clip", 7, ("min", -1f), ("max", 1f)), [-0.5f, 0.5f, 2], [-3, -4, 5], Guided: [-3, -4, 0],
            Plain: [-3, -4, 0], Deconvolution: [-3, -4, 0]),
        ["LeakyRelu"] = new(Node("LeakyRelu", 16, ("alpha", 0.1f)), [-1, -1, 2, 2], [3, -3, 3, -3], Guided: [0.3f, 0, 3, 0],
            Plain: [0.3f, -0.3f, 3, -3], Deconvolution: [3, 0, 3, 0]),
        ["LeakyRelu that falls"] = new(Node("LeakyRelu", 16, ("alpha", -0.5f)), [-1, -1, 2, 2], [3, -3, 3, -3], Guided: [-1.5f, 0, 3, 0],
            Plain: [-1.5f, 1.5f, 3, -3], Deconvolution: [3, 0, 3, 0]),
        ["PRelu"] = new(new("PRelu", 16), [-1, -1, 2, -4, -4, 2], [3, -3, -3, 3, -3, 3], Guided: [0.3f, 0, 0, -1.5f, 0, 3],
            Plain: [0.3f, -0.3f, -3, -1.5f, 1.5f, 3], Deconvolution: [3, 0, 0, 3, 0, 3])
        {
            Slope = [0.1f, 0.1f, 0.1f, -0.5f, -0.5f, -0.5f],
        },
        ["ThresholdedRelu"] = new(Node("ThresholdedRelu", 10, ("alpha", 1f)), [0.5f, 2, 2], [1, 1, -1], Guided: [0, 1, 0],
            Plain: [0, 1, -1], Deconvolution: [1, 1, 0]),
        ["Sigmoid is none"] = new(new("Sigmoid", 13), [0, 0], [4, -4], Guided: [1, -1], Plain: [1, -1], Deconvolution: [1, -1]),
    };

    public static TheoryData<string> Names => [.. Examples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_of_one_forward_by_every_rule_equal_those_computed_by_hand(string name)
    {
        using var scope = NewDisposeScope();
        var example = Examples[name];
        var input = tensor(example.Input, requires_grad: true);
        var node = example.Node with { Inputs = example.Slope is null ? [input] : [input, tensor(example.Slope)] };
        using var graph = GraphLoader.Load(node.ToModel(), name, null, new());
        var run = new GraphRun { MayGuide = true, MayDeconvolve = true };
        var output = new GraphRunner(graph).Run(node.Feeds, node.OutputNames, run)[0];
        var incoming = tensor(example.Incoming);

        (ReluRule Rule, float[] Expected)[] rules =
            [(ReluRule.Deconvolution, example.Deconvolution), (ReluRule.Guided, example.Guided), (ReluRule.Plain, example.Plain)];
        foreach (var (rule, expected) in rules)
        {
            run.Use(rule);
            Assert.Equal(expected, autograd.grad([output], [input], [incoming], retain_graph: true)[0].data<float>().ToArray());
        }
        // The rule must not write into a gradient that others read too.
        Assert.Equal(example.Incoming, incoming.data<float>().ToArray());
    }

    [Fact]
    public void A_gradient_that_two_branches_share_is_not_clamped_for_both()
    {
        using var scope = NewDisposeScope();
        using var graph = SmallModel.Load(["x"], [("slope", tensor(new[] { -0.5f }))],
            Bodies.Node("PRelu", ["x", "slope"], ["p"]), Bodies.Node("Add", ["p", "x"], ["y"]));
        var input = tensor(new[] { 2f, 2 }, requires_grad: true);
        var run = new GraphRun { MayGuide = true };
        var output = new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = input }, ["y"], run)[0];
        run.Use(ReluRule.Guided);
        // y = prelu(x) + x: the second branch is no rectifier and carries R = −3 in full.
        Assert.Equal([8f, -3], autograd.grad([output], [input], [tensor(new[] { 4f, -3 })])[0].data<float>().ToArray());
    }

    private static OneNode Node(string name, int opset, params (string Name, object Value)[] attributes) =>
        new(name, opset) { Attributes = attributes.ToDictionary(pair => pair.Name, pair => pair.Value) };

    private sealed record Example(OneNode Node, float[] Input, float[] Incoming, float[] Guided, float[] Plain, float[] Deconvolution)
    {
        public float[]? Slope { get; init; }
    }
}
