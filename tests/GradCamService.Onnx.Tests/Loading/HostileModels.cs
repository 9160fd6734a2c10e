using Google.Protobuf;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>
/// A small file that has a bit of everything: a weight that stays in the file, a constant node, a function, a loop, a branch.
/// </summary>
internal static class HostileModels
{
    public const string Image = "image";

    public static readonly long[] ImageShape = [1, 3, 8, 8];

    public static ModelProto Everything()
    {
        using var scope = NewDisposeScope();
        var graph = Bodies.Of([(Image, ScalarType.Float32, ImageShape)], [("y", ScalarType.Float32, null)]);
        graph.Initializer.Add([
            Protos.ToTensor("w", Sample.Normal(1, 64, 3, 3, 3)), Protos.ToTensor("b", Sample.Normal(2, 64)),
                Protos.ToTensor("head", Sample.Normal(3, 64, 5)),
            Protos.ToTensor("three", tensor(3L)), Protos.ToTensor("yes", tensor(true)), Protos.ToTensor("flat", Sample.Longs(0, -1)),
        ]);
        var constant = Bodies.Node("Constant", [], ["half"]);
        constant.Attribute.Add(
            new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = Protos.ToTensor("", tensor(0.5f)) });
        var conv = Bodies.Node("Conv", [Image, "w", "b"], ["conv"]);
        conv.Attribute.Add(new AttributeProto { Name = "pads", Type = AttributeProto.Types.AttributeType.Ints, Ints = { 1, 1, 1, 1 } });
        var block = Bodies.Node("Block", ["conv", "half"], ["block"]);
        block.Domain = "local";
        var loop = Bodies.Node("Loop", ["three", "yes", "pooled"], ["looped"]);
        loop.Attribute.Add(Body("body", Bodies.Of(
            [("i", ScalarType.Int64, []), ("go", ScalarType.Bool, []), ("state", ScalarType.Float32, null)],
            [("on", ScalarType.Bool, []), ("next", ScalarType.Float32, null)],
            Bodies.Node("Identity", ["go"], ["on"]), Bodies.Node("Add", ["state", "half"], ["next"]))));
        var branch = Bodies.Node("If", ["yes"], ["chosen"]);
        branch.Attribute.Add(Body("then_branch", Bodies.Of([], [("t", ScalarType.Float32, null)], Bodies.Node("Relu", ["looped"], ["t"]))));
        branch.Attribute.Add(Body("else_branch", Bodies.Of([], [("e", ScalarType.Float32, null)], Bodies.Node("Neg", ["looped"], ["e"]))));
        graph.Node.Add([
            constant, conv, block, Bodies.Node("GlobalAveragePool", ["block"], ["pooled"]), loop, branch,
            Bodies.Node("Reshape", ["chosen", "flat"], ["row"]), Bodies.Node("Gemm", ["row", "head"], ["y"]),
        ]);
        var model = ModelOf(graph);
        var function = new FunctionProto { Name = "Block", Domain = "local", Input = { "x", "s" }, Output = { "out" } };
        function.Node.Add([Bodies.Node("Mul", ["x", "s"], ["scaled"]), Bodies.Node("Relu", ["scaled"], ["out"])]);
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        model.Functions.Add(function);
        return model;
    }

    public static ModelProto ModelOf(GraphProto graph)
    {
        var model = new ModelProto { IrVersion = 8, ProducerName = "tests", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "local", Version = 1 });
        return model;
    }

    /// <summary>A graph from the image to y.</summary>
    public static ModelProto Of(TensorProto[] weights, params NodeProto[] nodes)
    {
        var graph = Bodies.Of([(Image, ScalarType.Float32, ImageShape)], [("y", ScalarType.Float32, null)], nodes);
        graph.Initializer.Add(weights);
        return ModelOf(graph);
    }

    public static AttributeProto Body(string name, GraphProto graph) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = graph };

    public static TensorProto Longs(string name, params long[] values)
    {
        using var scope = NewDisposeScope();
        return Protos.ToTensor(name, Sample.Longs(values));
    }

    public static byte[] Bytes(this ModelProto model) => model.ToByteArray();
}
