using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Testing.Bodies;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>What stands behind the scores and cannot run does not stop a load.</summary>
public sealed class LeftOutNodesTests
{
    private static NodeProto Of(string domain, NodeProto node)
    {
        node.Domain = domain;
        return node;
    }

    [Fact]
    public void A_node_whose_operator_is_not_supported_and_all_behind_it_are_left_out()
    {
        using var graph = Load(["scores", "votes"], Node("Relu", ["x"], ["scores"]), Of("other", Node("Vote", ["scores"], ["vote"])),
            Node("Add", ["vote", "scores"], ["votes"]));

        Assert.Equal(["scores"], graph.Outputs);
        Assert.Equal(["scores"], graph.Ends);
        Assert.Equal(["Relu"], graph.Nodes.Select(node => node.Key.Name));
        Assert.Equal([("Vote", "other", false), ("Add", "", true)], graph.LeftOut.Select(node => (node.Operator, node.Domain, node.IsSupported)));
        Assert.Equal(["scores"], graph.LeftOut[0].Inputs);
        Assert.Equal(["vote"], graph.LeftOut[0].Outputs);
        Assert.Equal("operators that are not supported: other.Vote, version 1, at node 'vote'", graph.Refusal);
    }

    [Fact]
    public void Batch_normalization_is_not_folded_over_an_end()
    {
        using var scope = NewDisposeScope();
        using var graph = Load(["votes"], [("w", ones(2, 2, 1, 1)), ("g", ones(2))], Node("Conv", ["x", "w"], ["map"]),
            Node("BatchNormalization", ["map", "g", "g", "g", "g"], ["scores"]), Of("other", Node("Vote", ["scores", "map"], ["votes"])));

        Assert.Empty(graph.Outputs);
        Assert.Equal(["scores", "map"], graph.Ends);
        Assert.Equal(2, graph.Nodes.Count);
    }

    [Fact]
    public void Every_missing_operator_is_named_once_with_its_number_where_nothing_can_be_computed()
    {
        var refusal = Assert.Throws<OnnxException>(() => Load(["y"], Of("other", Node("Vote", ["x"], ["a"])), Of("other", Node("Vote", ["x"], ["b"])),
            Node("Nothing", ["a", "b"], ["y"])));
        Assert.Equal("operators that are not supported: other.Vote, version 1, at node 'a' and 1 more; Nothing, version 17, at node 'y'", refusal.Message);
    }

    [Fact]
    public void An_operator_inside_of_a_branch_leaves_the_branch_out()
    {
        var choice = Node("If", ["flag"], ["y"]);
        choice.Attribute.Add(HostileModels.Body("then_branch", Bodies.Of([], [("t", ScalarType.Float32, null)], Node("Nothing", ["scores"], ["t"]))));
        choice.Attribute.Add(HostileModels.Body("else_branch", Bodies.Of([], [("e", ScalarType.Float32, null)], Node("Relu", ["scores"], ["e"]))));
        using var graph = Load(["scores", "y"], Node("Relu", ["x"], ["scores"]), Node("Cast", ["x"], ["flag"], ("to", 9)), choice);

        Assert.Equal(["scores"], graph.Outputs);
        Assert.Contains("Nothing, version 17, at node 't'", graph.Refusal!, StringComparison.Ordinal);
    }

    [Fact]
    public void What_reads_texts_is_left_out()
    {
        var words = Node("Constant", [], ["words"]);
        words.Attribute.Add(Protos.ToAttribute("value_strings", new[] { "a", "b" }));
        using var graph = Load(["scores", "label", "text"], Node("Relu", ["x"], ["scores"]), words, Node("ArgMax", ["scores"], ["best"]),
            Node("Gather", ["words", "best"], ["label"]), Node("Cast", ["scores"], ["text"], ("to", 8)));

        Assert.Equal(["scores"], graph.Outputs);
        Assert.Equal(["scores", "best"], graph.Ends);
        Assert.Equal(["Gather", "Cast"], graph.LeftOut.Select(node => node.Operator));
    }

    [Fact]
    public void An_input_of_text_leaves_out_what_reads_it()
    {
        var model = Model(["scores", "name"], [], Node("Relu", ["x"], ["scores"]), Node("Identity", ["id"], ["name"]));
        model.Graph.Input.Add(new ValueInfoProto { Name = "id", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 8 } } });
        using var graph = GraphLoader.Load(model, "text", null, new());

        Assert.Equal(["x"], graph.Inputs.Select(input => input.Name));
        Assert.Equal(["scores"], graph.Outputs);
    }

    [Fact]
    public void A_node_that_fails_when_it_runs_does_not_matter_to_what_stands_before_it()
    {
        using var scope = NewDisposeScope();
        using var graph = Load(["scores", "y"], [("k", Sample.Longs(99))], Node("Relu", ["x"], ["scores"]), Node("TopK", ["scores", "k"], ["y"]));
        var feeds = new Dictionary<string, Tensor> { ["x"] = ones(1, 2, 3, 3) };

        Assert.Equal(18, new GraphRunner(graph).Run(feeds, ["scores"], GraphRun.Plain)[0].sum().item<float>());
        Assert.Throws<OnnxException>(() => new GraphRunner(graph).Run(feeds, ["y"], GraphRun.Plain));
    }

    [Fact]
    public void A_fetch_of_what_is_left_out_names_the_operators()
    {
        using var scope = NewDisposeScope();
        using var graph = Load(["scores", "y"], Node("Relu", ["x"], ["scores"]), Of("other", Node("Vote", ["scores"], ["y"])));
        var refusal = Assert.Throws<OnnxException>(() =>
            new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = ones(1, 2, 3, 3) }, ["y"], GraphRun.Plain));
        Assert.Equal(graph.Refusal, refusal.Message);
    }

    private static Graph Load(string[] outputs, params NodeProto[] nodes) => Load(outputs, [], nodes);

    private static Graph Load(string[] outputs, (string Name, Tensor Value)[] constants, params NodeProto[] nodes) =>
        GraphLoader.Load(Model(outputs, constants, nodes), "small", null, new());

    private static ModelProto Model(string[] outputs, (string Name, Tensor Value)[] constants, params NodeProto[] nodes)
    {
        var graph = Bodies.Of([("x", ScalarType.Float32, [1, 2, 3, 3])], [.. outputs.Select(name => (name, ScalarType.Float32, (long[]?)null))], nodes);
        graph.Initializer.Add(constants.Select(constant => Protos.ToTensor(constant.Name, constant.Value)));
        return HostileModels.ModelOf(graph);
    }
}
