using Google.Protobuf;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Explain.Tests.Explainers;
using GradCamService.Onnx.Proto;
using Xunit;

namespace GradCamService.Explain.Tests.Networks;

/// <summary>One network as several exporters would write it. However it is written, it says and shows the same.</summary>
[Collection(TorchCollection.Name)]
public sealed class ExporterTests : IDisposable
{
    /// <summary>float16 weights have 11 bits: 5e-4 a weight, over some hundred of them.</summary>
    private const double HalfPrecision = 5e-3;

    private const int Float16 = 10;
    private const int Double = 11;

    private readonly ModelsFolder _models = new();
    private readonly Explained _expected;

    public ExporterTests() => _expected = ModelsFolder.Explain(_models.Load(SmallNetworks.Plain(), "plain"));

    public void Dispose() => _models.Dispose();

    [Fact]
    public void The_plain_network_offers_the_last_map_of_each_resolution()
    {
        var model = _models.Load(SmallNetworks.Plain(), "plain again");

        Assert.Equal(["relu1", "relu2"], model.Layers.Select(layer => layer.Name));
        Assert.Equal("plain-again", model.Name);
        Assert.Equal("logits", model.Manifest.Output);
        // 3 + the pool's 1 + two strides of 2.
        Assert.Equal([(1, 3), (2, 8)], model.Layers.Select(layer => (layer.Field!.Stride, layer.Field.Size)));
        Assert.Equal(int.MaxValue, model.MaxBatch);
    }

    [Fact]
    public void Weights_may_be_constant_nodes()
    {
        var network = SmallNetworks.Plain();
        foreach (var weight in network.Graph.Initializer)
            network.Graph.Node.Insert(0, NetworkBuilder.NodeOf("Constant", "", weight.Name, ("value", weight)));
        network.Graph.Initializer.Clear();

        AssertSame(network);
    }

    [Fact]
    public void Initializers_may_be_listed_as_inputs_in_opset_7()
    {
        var network = SmallNetworks.Plain(opset: 7);
        foreach (var weight in network.Graph.Initializer)
            network.Graph.Input.Add(NetworkBuilder.Value(weight.Name, weight.DataType, [.. weight.Dims.Select(size => (object)size)]));

        AssertSame(network);
    }

    [Fact]
    public void A_softmax_before_an_identity_is_taken_off()
    {
        var network = SmallNetworks.Plain();
        network.Node("Softmax", "logits", "probabilities", ("axis", 1)).Node("Identity", "probabilities", "out");
        network.Graph.Output[0].Name = "out";

        Assert.Equal("logits", AssertSame(network).Manifest.Output);
    }

    [Fact]
    public void A_softmax_written_as_arithmetic_is_taken_off()
    {
        var network = SmallNetworks.Plain();
        network.Node("ReduceMax", "logits", "max", ("axes", new long[] { 1 })).Node("Sub", "logits max", "shifted")
            .Node("Exp", "shifted", "exp")
            .Node("ReduceSum", "exp axis", "sum").Longs("axis", 1).Node("Div", "exp sum", "out");
        network.Graph.Output[0].Name = "out";

        Assert.Equal("logits", AssertSame(network).Manifest.Output);
    }

    [Theory]
    [InlineData("Sigmoid")]
    [InlineData("LogSoftmax")]
    public void Other_activations_at_the_end_are_taken_off(string activation)
    {
        var network = SmallNetworks.Plain();
        network.Node(activation, "logits", "out");
        network.Graph.Output[0].Name = "out";

        Assert.Equal("logits", AssertSame(network).Manifest.Output);
    }

    [Fact]
    public void Weights_may_be_float16_behind_casts()
    {
        var network = SmallNetworks.Plain();
        Recode(network, Float16, raw => Convert(raw, value => BitConverter.GetBytes((Half)value)));

        AssertSame(network, HalfPrecision);
    }

    [Fact]
    public void Weights_may_be_double_behind_casts()
    {
        var network = SmallNetworks.Plain();
        Recode(network, Double, raw => Convert(raw, value => BitConverter.GetBytes((double)value)));

        AssertSame(network);
    }

    [Theory]
    [InlineData(Double, Tolerances.SameInput)]
    [InlineData(Float16, 0.02)] // every sum is rounded to 11 bits
    public void A_whole_network_may_be_of_another_precision(int type, double tolerance)
    {
        var network = SmallNetworks.Plain();
        network.Graph.Input[0].Type.TensorType.ElemType = type;
        foreach (var weight in network.Graph.Initializer)
        {
            weight.RawData = ByteString.CopyFrom(Convert(weight.RawData, Bytes));
            weight.DataType = type;
        }

        AssertSame(network, tolerance);

        byte[] Bytes(float value) => type == Double ? BitConverter.GetBytes((double)value) : BitConverter.GetBytes((Half)value);
    }

    [Fact]
    public void Weights_may_lie_in_a_file_beside_the_graph()
    {
        var network = SmallNetworks.Plain();
        using var data = new MemoryStream();
        foreach (var weight in network.Graph.Initializer)
        {
            weight.DataLocation = TensorProto.Types.DataLocation.External;
            weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "model.onnx.data" });
            weight.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{data.Length}" });
            weight.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{weight.RawData.Length}" });
            weight.RawData.WriteTo(data);
            weight.ClearRawData();
        }
        var folder = network.SaveInto(_models.Path, "external");
        File.WriteAllBytes(Path.Combine(folder, "model.onnx.data"), data.ToArray());

        AssertSame(_models.Load(folder));
    }

    [Fact]
    public void Layers_may_be_functions_of_the_file()
    {
        var network = SmallNetworks.Plain();
        var function = new FunctionProto { Name = "Block", Domain = "local" };
        function.Input.Add(["x", "w", "b"]);
        function.Output.Add("y");
        function.Node.Add(NetworkBuilder.NodeOf("Conv", "x w b", "c", ("kernel_shape", new long[] { 3, 3 }),
            ("pads", new long[] { 1, 1, 1, 1 })));
        function.Node.Add(NetworkBuilder.NodeOf("Relu", "c", "y"));
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        network.Model.Functions.Add(function);
        network.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        network.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "local", Version = 1 });
        Replace(network, "conv1", "relu1", "image w1 b1");
        Replace(network, "conv2", "relu2", "pool1 w2 b2");

        AssertSame(network);

        static void Replace(NetworkBuilder network, string conv, string relu, string inputs)
        {
            var nodes = network.Graph.Node;
            var at = nodes.IndexOf(nodes.First(node => node.Name == conv));
            nodes.RemoveAt(at);
            nodes[at] = NetworkBuilder.NodeOf("Block", inputs, relu);
            nodes[at].Domain = "local";
        }
    }

    [Fact]
    public void The_image_may_come_as_nhwc()
    {
        var network = SmallNetworks.Features(new NetworkBuilder().Input("pixels", 1, "batch", 16, 16, 3)
            .Node("Transpose", "pixels", "image", ("perm", new long[] { 0, 3, 1, 2 }))).Head("relu2", "logits").Output("logits");

        Assert.Equal(TensorLayout.Nhwc, AssertSame(network).Manifest.Input.Layout);
    }

    [Fact]
    public void The_last_map_may_be_transposed_before_it_is_pooled()
    {
        var network = SmallNetworks.Features(new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16))
            .Weight("w3", SmallNetworks.Classes, 12).Weight("b3", SmallNetworks.Classes)
            .Node("Transpose", "relu2", "rows", ("perm", new long[] { 0, 2, 3, 1 }))
            .Node("ReduceMean", "rows", "flat", ("axes", new long[] { 1, 2 }), ("keepdims", 0))
            .Node("Gemm", "flat w3 b3", "logits", ("transB", 1)).Output("logits");

        AssertSame(network);
    }

    [Fact]
    public void Scores_may_keep_axes_of_size_1()
    {
        var network = SmallNetworks.Features(new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16))
            .Weight("w3", SmallNetworks.Classes, 12).Weight("b3", SmallNetworks.Classes)
            .Longs("shape", SmallNetworks.Classes, 12, 1, 1)
            .Node("Reshape", "w3 shape", "kernel")
            .Node("GlobalAveragePool", "relu2", "pooled")
            .Node("Conv", "pooled kernel b3", "logits").Output("logits");

        AssertSame(network);
    }

    private LoadedModel AssertSame(NetworkBuilder network, double tolerance = Tolerances.SameInput) =>
        AssertSame(_models.Load(network, "variant"), tolerance);

    private LoadedModel AssertSame(LoadedModel model, double tolerance = Tolerances.SameInput)
    {
        var result = ModelsFolder.Explain(model);

        Assert.Equal("relu2", model.DefaultLayer.Name);
        Assert.InRange(Deviation.Of(_expected.Output.Logits, result.Output.Logits), 0, tolerance);
        Assert.InRange(Deviation.Of(_expected.Explanations[0].Map!.Values, result.Explanations[0].Map!.Values), 0, tolerance);
        Assert.InRange(Deviation.Of(_expected.Explanations[0].Attribution!, result.Explanations[0].Attribution!), 0, tolerance);
        return model;
    }

    private static void Recode(NetworkBuilder network, int type, Func<ByteString, byte[]> convert)
    {
        foreach (var weight in network.Graph.Initializer)
        {
            network.Graph.Node.Insert(0, NetworkBuilder.NodeOf("Cast", weight.Name + ".stored", weight.Name, ("to", 1)));
            weight.Name += ".stored";
            weight.DataType = type;
            weight.RawData = ByteString.CopyFrom(convert(weight.RawData));
        }
    }

    private static byte[] Convert(ByteString raw, Func<float, byte[]> convert)
    {
        var bytes = raw.ToByteArray();
        return [.. Enumerable.Range(0, bytes.Length / sizeof(float))
            .SelectMany(i => convert(BitConverter.ToSingle(bytes, i * sizeof(float))))];
    }
}
