using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using GradCamService.TestDevices;
using TorchSharp;
using static GradCamService.Onnx.Tests.Testing.Bodies;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>Where constants are after loading: on the device, and as plain numbers at the nodes that read them so.</summary>
public sealed class ConstantPlacementTests : IDisposable
{
    private const ScalarType Float = ScalarType.Float32;

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // Twice x → clip(0.5 · x, −1, 6), in a loop whose body has the literal and reads the bounds of the graph around it.
    [Fact]
    public void A_literal_of_a_sub_graph_lies_on_the_device_of_the_graph()
    {
        using var graph = Halves(LazyDevice.Instance);

        var y = Run(graph, tensor(new[] { -8f, 2f, 40f }).to(LazyDevice.Instance));

        Assert.Equal([-0.5f, 0.5f, 3f], TensorValues.Floats(y));
    }

    // The meta device has no elements to read.
    [Fact]
    public void A_sub_graph_reads_no_bound_of_the_graph_around_it_from_the_device()
    {
        using var graph = Halves(new Device(DeviceType.META));

        Assert.Equal([3], Run(graph, zeros(3, device: new Device(DeviceType.META))).shape);
    }

    [Fact]
    public void What_a_sub_graph_computes_of_its_literals_alone_is_computed_at_load()
    {
        using var graph = Halves(CPU);

        var body = graph.Nodes.Single(node => node.Key.Name == "Loop").Subgraphs["body"];
        Assert.DoesNotContain(body.Nodes, node => node.Key.Name == "Constant");
        Assert.Contains("half", body.Constants.Keys);
    }

    [Fact]
    public void What_is_fed_in_the_place_of_a_constant_is_what_counts()
    {
        using var graph = SmallModel.Load(["x"], [("low", tensor(-1f)), ("high", tensor(6f))], Node("Clip", ["x", "low", "high"], ["y"]));
        var feeds = new Dictionary<string, Tensor> { ["x"] = tensor(new[] { 9f }), ["high"] = tensor(2f) };

        Assert.Equal(2, new GraphRunner(graph).Run(feeds, ["y"], GraphRun.Plain)[0].item<float>());
        Assert.Equal(6, Run(graph, tensor(new[] { 9f })).item<float>());
    }

    private static Graph Halves(Device device)
    {
        var body = Of([("i", ScalarType.Int64, []), ("go", ScalarType.Bool, []), ("a", Float, null)], [("go", ScalarType.Bool, []), ("b", Float, null)],
            new NodeProto
            {
                OpType = "Constant",
                Output = { "half" },
                Attribute = { new AttributeProto { Name = "value_float", Type = AttributeProto.Types.AttributeType.Float, F = 0.5f } },
            },
            Node("Mul", ["a", "half"], ["halved"]), Node("Clip", ["halved", "low", "high"], ["b"]));
        var loop = Node("Loop", ["twice", "", "x"], ["y"]);
        loop.Attribute.Add(new AttributeProto { Name = "body", Type = AttributeProto.Types.AttributeType.Graph, G = body });
        return SmallModel.Load(device, ["x"], [("twice", tensor(2L)), ("low", tensor(-1f)), ("high", tensor(6f))], loop);
    }

    private static Tensor Run(Graph graph, Tensor input) =>
        new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = input }, ["y"], GraphRun.Plain)[0];
}
