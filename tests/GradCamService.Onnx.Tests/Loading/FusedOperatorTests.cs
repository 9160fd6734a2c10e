using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Testing.Bodies;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>Operators that become their parts at load: what knows the parts knows them.</summary>
public sealed class FusedOperatorTests
{
    // The same kernels on the same numbers.
    private const double Exact = 0;

    // A matrix product with a weight that was decoded or transposed before.
    private const double Rounding = 1e-5;

    private static (string, Tensor)[] Constants => [("w", Sample.Normal(1, 3, 2, 3, 3)), ("b", Sample.Normal(2, 3)), ("g", Sample.Uniform(3, 0.5, 2, 3))];

    [Theory]
    [InlineData("Relu", "")]
    [InlineData("LeakyRelu", "0.1")]
    [InlineData("Clip", "0 1")]
    public void A_fused_convolution_has_the_guided_gradients_of_its_parts(string activation, string numbers)
    {
        using var scope = NewDisposeScope();
        float[] parameters = [.. numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => float.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
        var fused = Microsoft("FusedConv", ["x", "w", "b"], "y", ("activation", activation), ("activation_params", parameters));
        NodeProto part = activation == "Clip" ? Node("Clip", ["c", "zero", "one"], ["y"]) : Node(activation, ["c"], ["y"]);
        if (activation == "LeakyRelu")
            part.Attribute.Add(Protos.ToAttribute("alpha", parameters[0]));
        (string, Tensor)[] bounds = [("zero", tensor(0f)), ("one", tensor(1f))];
        using var whole = SmallModel.Load(["x"], Constants, fused);
        using var parts = SmallModel.Load(["x"], [.. Constants, .. bounds], Node("Conv", ["x", "w", "b"], ["c"]), part);

        Assert.True(whole.HasRectifiers);
        foreach (var rule in new[] { ReluRule.Plain, ReluRule.Guided })
            TensorAssert.Close(Gradient(parts, rule), Gradient(whole, rule), Exact, Exact, rule.ToString());
    }

    [Fact]
    public void Batch_normalization_is_folded_into_a_fused_convolution()
    {
        using var graph = SmallModel.Load(["x"], Constants, Microsoft("FusedConv", ["x", "w"], "c"), Node("BatchNormalization", ["c", "g", "b", "b", "g"], ["y"]));
        Assert.Equal(["Conv"], graph.Nodes.Select(node => node.Key.Name));
    }

    [Fact]
    public void A_node_with_an_activation_that_there_is_not_is_not_supported()
    {
        var refusal = Assert.Throws<OnnxException>(() =>
            SmallModel.Load(["x"], Constants, Microsoft("FusedConv", ["x", "w"], "y", ("activation", "Nothing"))));
        Assert.Contains("com.microsoft.FusedConv", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_with_a_stored_transposed_factor_becomes_a_plain_one()
    {
        using var scope = NewDisposeScope();
        var node = Microsoft("FusedMatMul", ["x", "m"], "y", ("transB", 1L), ("alpha", 0.5f));
        var stored = Sample.Normal(4, 5, 4);
        using var graph = SmallModel.Load(["x"], [("m", stored)], node);
        var input = Sample.Normal(5, 3, 4);

        Assert.Equal(["MatMul", "Mul"], graph.Nodes.Select(part => part.Key.Name));
        TensorAssert.Close(input.mm(stored.t()) * 0.5, Run(graph, input), Rounding, Rounding, "y");
    }

    [Fact]
    public void Weights_of_four_bits_in_blocks_are_decoded_once()
    {
        using var scope = NewDisposeScope();
        var node = new OneNode("MatMulNBits", 1)
        {
            Domain = "com.microsoft",
            Inputs = [Sample.Normal(6, 3, 32), Sample.Integers(7, 0, 256, 5, 2, 8).to(ScalarType.Byte), Sample.Uniform(8, 0.1, 1, 10), null, null, Sample.Normal(9, 5)],
            Constants = new HashSet<int> { 1, 2, 5 },
            Attributes = new Dictionary<string, object> { ["K"] = 32, ["N"] = 5, ["bits"] = 4, ["block_size"] = 16 },
        };
        using var graph = GraphLoader.Load(node.ToModel(), "few bits", null, new());

        Assert.Equal(["MatMul", "Add"], graph.Nodes.Select(part => part.Key.Name));
        Assert.Equal(2, graph.Constants.Count);
        OnnxRuntimeOracle.AssertAgrees(node);
    }

    private static NodeProto Microsoft(string name, string[] inputs, string output, params (string Name, object Value)[] attributes)
    {
        var node = Node(name, inputs, [output]);
        node.Domain = "com.microsoft";
        node.Attribute.Add(attributes.Select(attribute => Protos.ToAttribute(attribute.Name, attribute.Value)));
        return node;
    }

    private static Tensor Run(Graph graph, Tensor input) =>
        new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = input }, ["y"], GraphRun.Plain)[0].clone();

    private static Tensor Gradient(Graph graph, ReluRule rule)
    {
        var input = Sample.Normal(10, 1, 2, 5, 5);
        input.requires_grad = true;
        var run = new GraphRun { MayGuide = true };
        var output = new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = input }, ["y"], run)[0];
        run.Use(rule);
        return autograd.grad([output], [input], [Sample.Normal(11, output.shape)])[0];
    }
}
