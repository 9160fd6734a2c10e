using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Testing.Bodies;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators;

public sealed class ControlFlowTests
{
    private const ScalarType Float = ScalarType.Float32;

    [Fact]
    public void A_loop_that_never_ends_is_refused()
    {
        using var scope = NewDisposeScope();
        using var graph = SmallModel.Load(["x"], [], With(Node("Loop", ["", "", "x"], ["y"]), "body", Of(
            [("i", ScalarType.Int64, []), ("go", ScalarType.Bool, []), ("a", Float, null)],
                [("on", ScalarType.Bool, []), ("b", Float, null)],
            Node("Identity", ["go"], ["on"]), Node("Identity", ["a"], ["b"]))));
        var exception = Assert.Throws<OnnxException>(() => Run(graph, ones(1)));
        Assert.Contains("iterations", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1f, 6f)]
    [InlineData(-1f, -2f)]
    public void A_branch_reads_the_graph_around_it_and_differentiates(float input, float expected)
    {
        using var scope = NewDisposeScope();
        // x > 0 ? 3x² : x²; the condition itself carries no gradient.
        using var graph = SmallModel.Load(["x"], [("zero", tensor(0f)), ("three", tensor(3f))],
            Node("Mul", ["x", "x"], ["square"]), Node("Greater", ["x", "zero"], ["positive"]),
            With(With(Node("If", ["positive"], ["y"]),
                "then_branch", Of([], [("a", Float, null)], Node("Mul", ["square", "three"], ["a"]))),
                "else_branch", Of([], [("square", Float, null)])));
        var x = tensor(new[] { input }, requires_grad: true);
        Assert.Equal(expected, autograd.grad([Run(graph, x)], [x])[0].item<float>());
    }

    [Fact]
    public void An_output_that_hands_on_a_constant_leaves_the_graph_whole()
    {
        using var scope = NewDisposeScope();
        var branch = Of([], [("c", Float, null)]);
        branch.Initializer.Add(Protos.ToTensor("c", tensor(7f)));
        using var graph = SmallModel.Load(["x"], [("zero", tensor(0f))], Node("Greater", ["x", "zero"], ["positive"]),
            With(With(Node("If", ["positive"], ["chosen"]), "then_branch", branch), "else_branch", branch.Clone()),
                Node("Add", ["chosen", "x"], ["y"]));
        Assert.Equal(8f, Run(graph, ones(1)).item<float>());
        Assert.Equal(8f, Run(graph, ones(1)).item<float>());
    }

    private static Tensor Run(Graph graph, Tensor input) =>
        new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = input }, ["y"], GraphRun.Plain)[0];

    private static NodeProto With(NodeProto node, string attribute, GraphProto graph)
    {
        node.Attribute.Add(new AttributeProto { Name = attribute, Type = AttributeProto.Types.AttributeType.Graph, G = graph });
        return node;
    }
}
