using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Testing.Bodies;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>Networks of half-precision numbers on a CPU.</summary>
public sealed class WideningTests
{
    private const int Float16 = 10;
    private const int BFloat16 = 16;

    public static TheoryData<int> Halves => [Float16, BFloat16];

    [Theory]
    [MemberData(nameof(Halves))]
    public void Inputs_weights_casts_and_results_are_float32(int half)
    {
        using var scope = NewDisposeScope();
        using var graph = GraphLoader.Load(Model(half), "half", null, new());

        Assert.Equal(ScalarType.Float32, graph.Inputs[0].Type);
        Assert.All(graph.Constants.Values, constant => Assert.Equal(ScalarType.Float32, constant.dtype));
        // 300² · 0.5 + 300: in float16 the square is infinite.
        Assert.Equal([45300f], TensorValues.Floats(Run(graph, tensor(new[] { 300f }))));
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void A_file_keeps_its_precision_where_that_is_asked_for(int half)
    {
        using var scope = NewDisposeScope();
        using var graph = GraphLoader.Load(Model(half), "half", null, new() { Precision = Precision.AsFile });

        Assert.Equal(Protos.TypeOf(half), graph.Inputs[0].Type);
        Assert.Equal(Protos.TypeOf(half), Run(graph, tensor(new[] { 300f }).to(Protos.TypeOf(half))).dtype);
    }

    [Theory]
    [InlineData(Precision.Auto, false, true)]
    [InlineData(Precision.Auto, true, false)]
    [InlineData(Precision.Full, true, true)]
    [InlineData(Precision.AsFile, false, false)]
    public void Only_a_cpu_widens_unless_it_is_told(Precision precision, bool isOther, bool widens) =>
        Assert.Equal(widens, new GraphOptions { Precision = precision, Device = isOther ? META : CPU }.Widens);

    [Fact]
    public void Double_precision_stays()
    {
        using var scope = NewDisposeScope();
        var graph = Of([("x", ScalarType.Float64, [1])], [("y", ScalarType.Float64, [1])], Node("Relu", ["x"], ["y"]));
        using var loaded = GraphLoader.Load(HostileModels.ModelOf(graph), "double", null, new() { Precision = Precision.Full });
        Assert.Equal(ScalarType.Float64, loaded.Inputs[0].Type);
    }

    [Fact]
    public void What_a_loop_declares_is_widened_too()
    {
        using var scope = NewDisposeScope();
        var loop = Node("Loop", ["zero", "", "x"], ["last", "y"]);
        loop.Attribute.Add(HostileModels.Body("body", Of([("i", ScalarType.Int64, []), ("go", ScalarType.Bool, []), ("a", ScalarType.Float16, [1])],
            [("on", ScalarType.Bool, []), ("b", ScalarType.Float16, [1]), ("c", ScalarType.Float16, [1])],
            Node("Identity", ["go"], ["on"]), Node("Cast", ["a"], ["b"], ("to", Float16)), Node("Neg", ["b"], ["c"]))));
        var graph = Of([("x", ScalarType.Float16, [1]), ("zero", ScalarType.Int64, [])], [("y", ScalarType.Float16, null)], loop);
        using var loaded = GraphLoader.Load(HostileModels.ModelOf(graph), "loop", null, new());

        foreach (var count in new[] { 0L, 2 })
        {
            var feeds = new Dictionary<string, Tensor> { ["x"] = ones(1), ["zero"] = tensor(count) };
            Assert.Equal(ScalarType.Float32, new GraphRunner(loaded).Run(feeds, ["y"], GraphRun.Plain)[0].dtype);
        }
    }

    /// <summary>y = x² · w + c, with the casts that converters write, a weight as bits in a typed field, and a constant node.</summary>
    private static ModelProto Model(int half)
    {
        var type = Protos.TypeOf(half);
        var constant = Node("Constant", [], ["c"]);
        constant.Attribute.Add(Protos.ToAttribute("value", tensor(300f).to(type)));
        var graph = Of([("x", type, [1])], [("y", type, [1])], constant, Node("Mul", ["x", "x"], ["square"]),
            Node("Cast", ["square"], ["single"], ("to", 1)), Node("Cast", ["single"], ["again"], ("to", half)),
            Node("Mul", ["again", "w"], ["scaled"]), Node("Add", ["scaled", "c"], ["y"]));
        var weight = new TensorProto { Name = "w", DataType = half };
        weight.Int32Data.Add(half == Float16 ? 0x3800 : 0x3F00);
        graph.Initializer.Add(weight);
        return HostileModels.ModelOf(graph);
    }

    private static Tensor Run(Graph graph, Tensor input) =>
        new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = input }, ["y"], GraphRun.Plain)[0];
}
