using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>Files made to crash, to exhaust, or to read what is not theirs. Each is refused with a reason.</summary>
public sealed class HostileFileTests : IDisposable
{
    private const int Float = 1;

    private readonly string _folder = Directory.CreateTempSubdirectory("hostile").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_cycle_of_nodes_is_refused() => AssertRefused("is cyclic", HostileModels.Of([],
        Bodies.Node("Add", [HostileModels.Image, "b"], ["a"]), Bodies.Node("Relu", ["a"], ["b"]), Bodies.Node("Relu", ["b"], ["y"])));

    [Fact]
    public void A_tensor_that_is_made_twice_is_refused() => AssertRefused("makes the tensor 'y' twice", HostileModels.Of([],
        Bodies.Node("Relu", [HostileModels.Image], ["y"]), Bodies.Node("Neg", [HostileModels.Image], ["y"])));

    [Fact]
    public void A_tensor_that_nothing_makes_is_refused() =>
        AssertRefused("reads 'missing', which nothing makes", HostileModels.Of([], Bodies.Node("Relu", ["missing"], ["y"])));

    [Fact]
    public void An_attribute_that_is_given_twice_is_refused() => AssertRefused("attribute 'axis' is given twice",
        HostileModels.Of([], Bodies.Node("Flatten", [HostileModels.Image], ["y"], ("axis", 1), ("axis", 2))));

    [Fact]
    public void An_attribute_of_another_type_is_refused()
    {
        var node = Bodies.Node("Flatten", [HostileModels.Image], ["y"]);
        node.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Float, F = 1 });

        AssertRefused("attribute 'axis' is Float, expected Int", HostileModels.Of([], node));
    }

    [Theory]
    [InlineData(new long[] { 1L << 40 }, "more than 2^31 elements")]
    [InlineData(new long[] { 1L << 20, 1L << 20, 1L << 20, 1L << 20 }, "more than 2^31 elements")]
    [InlineData(new long[] { 1 << 20, 1 << 8 }, "holds 4 bytes where its shape needs")]
    [InlineData(new long[] { -1 }, "has the size -1 in its shape")]
    [InlineData(new long[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, "has 17 axes")]
    public void A_weight_that_claims_a_shape_it_does_not_hold_is_refused(long[] shape, string reason)
    {
        using var scope = NewDisposeScope();
        var weight = Protos.ToTensor("w", tensor(1f));
        weight.Dims.Add(shape);

        AssertRefused(reason, HostileModels.Of([weight], Bodies.Node("Mul", [HostileModels.Image, "w"], ["y"])));
    }

    [Theory]
    [InlineData("ConstantOfShape", new long[] { 1L << 20, 1L << 20 })]
    [InlineData("ConstantOfShape", new long[] { 1L << 40, 1L << 40, 1L << 40 })]
    [InlineData("ConstantOfShape", new long[] { -5 })]
    public void A_tensor_made_of_nothing_but_its_size_is_refused(string type, long[] size) => AssertRefused("",
        HostileModels.Of([HostileModels.Longs("size", size)], Bodies.Node(type, ["size"], ["big"]),
            Bodies.Node("ReduceSum", ["big"], ["y"])));

    [Theory]
    [InlineData("Expand", new long[] { 1L << 32, 3, 8, 8 })]
    [InlineData("Tile", new long[] { 1L << 16, 1L << 16, 1, 1 })]
    [InlineData("Pad", new long[] { 0, 0, 1L << 30, 1L << 30, 0, 0, 0, 0 })]
    public void An_image_that_becomes_terabytes_is_refused(string type, long[] sizes) => AssertRefused("elements",
        HostileModels.Of([HostileModels.Longs("sizes", sizes)], Bodies.Node(type, [HostileModels.Image, "sizes"], ["y"])));

    [Fact]
    public void A_tensor_that_doubles_at_every_node_is_refused_before_it_fills_the_memory() =>
        AssertRefused("elements", HostileModels.Of([],
        [.. Enumerable.Range(0, 60).Select(i => Bodies.Node("Concat", [NameOf(i, 60), NameOf(i, 60)], [NameOf(i + 1, 60)], ("axis", 0)))]));

    [Fact]
    public void A_constant_that_doubles_at_every_node_is_refused_before_it_fills_the_memory()
    {
        using var scope = NewDisposeScope();
        var nodes = Enumerable.Range(0, 60).Select(i => Bodies.Node("Concat", [$"c{i}", $"c{i}"], [$"c{i + 1}"], ("axis", 0))).ToList();

        AssertRefused("elements",
            HostileModels.Of([Protos.ToTensor("c0", ones(1024))], [.. nodes, Bodies.Node("ReduceSum", ["c60"], ["y"])]));
    }

    [Fact]
    public void A_loop_that_never_ends_is_refused()
    {
        using var scope = NewDisposeScope();
        var loop = Bodies.Node("Loop", ["", "yes", HostileModels.Image], ["y"]);
        loop.Attribute.Add(HostileModels.Body("body", Bodies.Of(
            [("i", ScalarType.Int64, []), ("go", ScalarType.Bool, []), ("state", ScalarType.Float32, null)],
            [("on", ScalarType.Bool, []), ("next", ScalarType.Float32, null)],
            Bodies.Node("Identity", ["go"], ["on"]), Bodies.Node("Neg", ["state"], ["next"]))));

        AssertRefused("iterations in one run", HostileModels.Of([Protos.ToTensor("yes", tensor(true))], loop));
    }

    [Fact]
    public void A_run_that_takes_too_long_is_ended()
    {
        var path = Save(HostileModels.Of([],
            [.. Enumerable.Range(0, 100).Select(i => Bodies.Node("Neg", [NameOf(i, 100)], [NameOf(i + 1, 100)]))]));
        using var graph = GraphLoader.Load(path);

        var reason = Assert.Throws<OnnxException>(() => new GraphRunner(graph).Run(
            new Dictionary<string, Tensor> { [HostileModels.Image] = ones(HostileModels.ImageShape) }, ["y"],
                new GraphRun { Cancellation = new CancellationToken(true) }));
        Assert.Contains("takes too long", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cycle_of_functions_is_refused() =>
        AssertRefused("calls itself", WithFunctions(Function("F", Call("G", "x", "out")), Function("G", Call("F", "x", "out"))));

    [Fact]
    public void Functions_that_double_their_nodes_at_every_level_are_refused() => AssertRefused("more than 1000000 nodes", WithFunctions([
        Function("F", Call("F0", "x", "out")),
        .. Enumerable.Range(0, 25).Select(i => Function($"F{i}", Call($"F{i + 1}", "x", "twice"), Call($"F{i + 1}", "twice", "out"))),
        Function("F25", Bodies.Node("Relu", ["x"], ["out"])),
    ]));

    [Fact]
    public void A_constant_of_a_function_that_is_called_very_often_is_refused()
    {
        using var scope = NewDisposeScope();
        var constant = Bodies.Node("Constant", [], ["c"]);
        constant.Attribute.Add(
            new AttributeProto
            {
                Name = "value",
                Type = AttributeProto.Types.AttributeType.Tensor,
                T = Protos.ToTensor("", ones(1 << 20))
            });
        var function = Function("F", constant, Bodies.Node("ReduceSum", ["c"], ["sum"]), Bodies.Node("Mul", ["x", "sum"], ["out"]));
        var model = WithFunctions(function);
        model.Graph.Node.Clear();
        model.Graph.Node.Add(Enumerable.Range(0, 1000).Select(i => Call("F", NameOf(i, 1000), NameOf(i + 1, 1000))));

        AssertRefused("bytes of tensors out of", model);
    }

    [Fact]
    public void Sub_graphs_that_are_nested_very_deep_are_refused()
    {
        var innermost = Bodies.Of([], [("out", ScalarType.Float32, null)], Bodies.Node("Relu", [HostileModels.Image], ["out"]));
        for (var depth = 0; depth < 500; depth++)
        {
            var branch = Bodies.Node("If", ["yes"], ["out"]);
            branch.Attribute.Add([HostileModels.Body("then_branch", innermost), HostileModels.Body("else_branch", Bodies.Of([], []))]);
            innermost = Bodies.Of([], [("out", ScalarType.Float32, null)], branch);
        }

        AssertRefused("deep", HostileModels.Of([], Bodies.Node("Identity", [HostileModels.Image], ["y"]), Nested(innermost)));

        static NodeProto Nested(GraphProto body)
        {
            var node = Bodies.Node("If", ["yes"], ["never"]);
            node.Attribute.Add(HostileModels.Body("then_branch", body));
            return node;
        }
    }

    [Theory]
    [InlineData("../secret.bin", "not a relative path inside")]
    [InlineData("sub/../../secret.bin", "not a relative path inside")]
    [InlineData("..\\secret.bin", "not a relative path inside")]
    [InlineData("/etc/passwd", "not a relative path inside")]
    [InlineData("", "not a relative path inside")]
    [InlineData("link.bin", "links to a place outside")]
    [InlineData("linked/secret.bin", "passes through a link")]
    [InlineData("short.bin", "lie outside the file")]
    [InlineData("none.bin", "is not there")]
    public void External_data_is_read_inside_the_folder_only(string location, string reason)
    {
        var inside = Directory.CreateDirectory(Path.Combine(_folder, "model", "sub")).Parent!.FullName;
        var outside = Directory.CreateDirectory(Path.Combine(_folder, "outside")).FullName;
        File.WriteAllBytes(Path.Combine(_folder, "secret.bin"), new byte[16]);
        File.WriteAllBytes(Path.Combine(outside, "secret.bin"), new byte[16]);
        File.WriteAllBytes(Path.Combine(inside, "short.bin"), new byte[8]);
        File.CreateSymbolicLink(Path.Combine(inside, "link.bin"), Path.Combine(_folder, "secret.bin"));
        Directory.CreateSymbolicLink(Path.Combine(inside, "linked"), outside);

        AssertRefused(reason, External(location, ("length", "16")), Path.Combine(inside, "model.onnx"));
    }

    [Theory]
    [InlineData("offset", "-1")]
    [InlineData("offset", "9223372036854775807")]
    [InlineData("length", "99999999999999999999")]
    [InlineData("length", "ten")]
    [InlineData("location", "other.bin")]
    public void External_data_with_absurd_numbers_is_refused(string key, string value)
    {
        File.WriteAllBytes(Path.Combine(_folder, "data.bin"), new byte[16]);

        AssertRefused("external data of tensor 'w'", External("data.bin", (key, value)));
    }

    [Fact]
    public void A_small_external_file_that_is_read_very_often_is_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder, "data.bin"), new byte[4 << 20]);
        var weights = Enumerable.Range(0, 200).Select(i => ExternalTensor($"w{i}", "data.bin", 1 << 20)).ToArray();

        AssertRefused("bytes of tensors out of", HostileModels.Of(weights, Bodies.Node("Relu", [HostileModels.Image], ["y"])));
    }

    [Fact]
    public void Element_types_that_are_not_known_are_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var weight = Protos.ToTensor("w", ones(8));
        weight.DataType = 99;

        AssertRefused("element type number 99 is not supported",
            HostileModels.Of([weight], Bodies.Node("Mul", [HostileModels.Image, "w"], ["y"])));
    }

    [Fact]
    public void A_large_weight_in_several_pieces_is_refused()
    {
        var model = HostileModels.Everything().Bytes().ToList();
        using var scope = NewDisposeScope();
        var weight = Google.Protobuf.MessageExtensions.ToByteArray(Protos.ToTensor("w", ones(2048)));
        // The field raw_data once more, behind the first: protocol buffers would take the last.
        var twice = weight.Concat(weight).ToArray();
        var graph = new List<byte>();
        Append(graph, 5, twice);
        Append(model, 7, [.. graph]);
        var path = Path.Combine(_folder, "pieces.onnx");
        File.WriteAllBytes(path, [.. model]);

        Assert.Contains("in several pieces", Assert.Throws<OnnxException>(() => GraphLoader.Load(path)).Message, StringComparison.Ordinal);

        static void Append(List<byte> bytes, int field, byte[] content)
        {
            bytes.Add((byte)(field << 3 | 2));
            for (var length = content.Length; ; length >>= 7)
            {
                bytes.Add((byte)(length >= 0x80 ? length | 0x80 : length));
                if (length < 0x80)
                    break;
            }
            bytes.AddRange(content);
        }
    }

    /// <summary>Tensors of a chain from the image to y.</summary>
    private static string NameOf(int index, int last) => index == 0 ? HostileModels.Image : index == last ? "y" : $"t{index}";

    private static ModelProto External(string location, params (string Key, string Value)[] entries)
    {
        var weight = ExternalTensor("w", location, 4);
        weight.ExternalData.Add(entries.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return HostileModels.Of([weight], Bodies.Node("Mul", [HostileModels.Image, "w"], ["y"]));
    }

    private static TensorProto ExternalTensor(string name, string location, long count) => new()
    {
        Name = name,
        DataType = Float,
        Dims = { count },
        DataLocation = TensorProto.Types.DataLocation.External,
        ExternalData = { new StringStringEntryProto { Key = "location", Value = location } },
    };

    private static ModelProto WithFunctions(params FunctionProto[] functions)
    {
        var model = HostileModels.Of([], Call("F", HostileModels.Image, "y"));
        model.Functions.Add(functions);
        return model;
    }

    private static FunctionProto Function(string name, params NodeProto[] nodes) => new()
    {
        Name = name,
        Domain = "local",
        Input = { "x" },
        Output = { "out" },
        Node = { nodes },
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 }, new OperatorSetIdProto { Domain = "local", Version = 1 } },
    };

    private static NodeProto Call(string function, string input, string output)
    {
        var node = Bodies.Node(function, [input], [output]);
        node.Domain = "local";
        return node;
    }

    private string Save(ModelProto model)
    {
        var path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, model.Bytes());
        return path;
    }

    private void AssertRefused(string reason, ModelProto model, string? path = null)
    {
        path ??= Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, model.Bytes());

        var refusal = Assert.Throws<OnnxException>(() =>
        {
            using var scope = NewDisposeScope();
            using var plain = no_grad();
            using var graph = GraphLoader.Load(path);
            new GraphRunner(graph)
                .Run(new Dictionary<string, Tensor> { [HostileModels.Image] = ones(HostileModels.ImageShape) }, graph.Outputs,
                GraphRun.Plain);
        });
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }
}
