using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Testing.Bodies;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

public sealed class RectifierMarkingTests
{
    private static readonly (string, Tensor)[] Constants =
    [
        ("half", tensor(0.5f)), ("one", tensor(1f)), ("minusThree", tensor(-3f)), ("three", tensor(3f)), ("threes", full([1, 4, 1, 1], 3f)),
            ("six", tensor(6f)),
        ("sixth", tensor(1 / 6f)), ("roughSixth", tensor(0.16667f)), ("slope", tensor(0.2f)), ("two", tensor(2f)), ("zero", tensor(0f)),
    ];

    // What exporters write for a hard sigmoid h(x) or a hard swish x · h(x).
    private static readonly Dictionary<string, NodeProto[]> Gates = new()
    {
        ["Clip(x + 3, 0, 6) / 6"] = [Node("Add", ["x", "three"], ["a"]), Six("a", "c"), Node("Div", ["c", "six"], ["y"])],
        ["Clip(3 + x, 0, 6) * (1/6)"] = [Node("Add", ["three", "x"], ["a"]), Six("a", "c"), Node("Mul", ["sixth", "c"], ["y"])],
        ["Clip(x - (-3), 0, 6) * 0.16667"] = [Node("Sub", ["x", "minusThree"], ["a"]), Six("a", "c"),
            Node("Mul", ["c", "roughSixth"], ["y"])],
        ["x * Clip(x + 3, 0, 6) / 6"] = [Node("Add", ["x", "threes"], ["a"]), Six("a", "c"), Node("Mul", ["x", "c"], ["m"]),
            Node("Div", ["m", "six"], ["y"])],
        ["x / 6 * Clip(x + 3, 0, 6)"] = [Node("Add", ["x", "three"], ["a"]), Six("a", "c"), Node("Div", ["x", "six"], ["d"]),
            Node("Mul", ["d", "c"], ["y"])],
        ["Clip(0.2 x + 0.5, 0, 1)"] = [Node("Mul", ["x", "slope"], ["m"]), Node("Add", ["m", "half"], ["a"]),
            Node("Clip", ["a", "zero", "one"], ["c"]), Node("Mul", ["x", "c"], ["y"])],
        ["the shift inside of a convolution's bias"] = [Node("Neg", ["x"], ["a"]), Six("a", "c"), Node("Div", ["c", "six"], ["d"]),
            Node("Mul", ["x", "d"], ["y"])],
        ["Clip(Relu(x + 3), 0, 6) / 6"] = [Node("Add", ["x", "three"], ["a"]), Node("Relu", ["a"], ["r"]), Six("r", "c"),
            Node("Mul", ["c", "sixth"], ["m"]), Node("Mul", ["x", "m"], ["y"])],
        ["Min(Relu(x + 3), 6) / 6"] = [Node("Add", ["x", "three"], ["a"]), Node("Relu", ["a"], ["r"]), Node("Min", ["r", "six"], ["c"]),
            Node("Div", ["c", "six"], ["y"])],
        ["a cast between"] = [Node("Add", ["x", "three"], ["a"]), Six("a", "c"), Node("Cast", ["c"], ["f"], ("to", 1)),
            Node("Div", ["f", "six"], ["y"])],
    };

    private static readonly Dictionary<string, NodeProto[]> Rectifiers = new()
    {
        ["Relu"] = [Node("Relu", ["x"], ["y"])],
        ["ReLU6"] = [Six("x", "y")],
        ["ReLU6 after a bias of 3"] = [Node("Add", ["x", "three"], ["a"]), Six("a", "y")],
        ["ReLU6 after a bias of 3, then a sum"] = [Node("Add", ["x", "three"], ["a"]), Six("a", "c"), Node("Add", ["c", "x"], ["y"])],
        ["ReLU6 halved"] = [Six("x", "c"), Node("Div", ["c", "two"], ["y"])],
        ["a clip to one"] = [Node("Clip", ["x", "zero", "one"], ["c"]), Node("Mul", ["c", "one"], ["y"])],
        ["a ReLU whose clip is read by others"] = [Node("Relu", ["x"], ["r"]), Six("r", "c"), Node("Div", ["c", "six"], ["d"]),
            Node("Add", ["r", "d"], ["y"])],
        ["LeakyRelu"] = [Node("LeakyRelu", ["x"], ["y"])],
        ["PRelu"] = [Node("PRelu", ["x", "slope"], ["y"])],
        ["ThresholdedRelu"] = [Node("ThresholdedRelu", ["x"], ["y"])],
    };

    private static readonly Dictionary<string, NodeProto[]> Others = new()
    {
        ["SiLU"] = [Node("Sigmoid", ["x"], ["s"]), Node("Mul", ["x", "s"], ["y"])],
        ["a clip around zero"] = [Node("Clip", ["x", "minusThree", "three"], ["y"])],
        ["a clip from above only"] = [Node("Clip", ["x", "", "six"], ["y"])],
        ["HardSwish"] = [Node("HardSwish", ["x"], ["y"])],
    };

    public static TheoryData<string> GateNames => [.. Gates.Keys];

    public static TheoryData<string> RectifierNames => [.. Rectifiers.Keys];

    public static TheoryData<string> OtherNames => [.. Others.Keys];

    [Theory]
    [MemberData(nameof(GateNames))]
    public void The_gate_of_a_decomposed_hard_sigmoid_is_no_rectifier(string name) => AssertRectifiers(false, Gates[name]);

    [Theory]
    [MemberData(nameof(RectifierNames))]
    public void A_rectifier_is_one(string name) => AssertRectifiers(true, Rectifiers[name]);

    [Theory]
    [MemberData(nameof(OtherNames))]
    public void Other_activations_are_none(string name) => AssertRectifiers(false, Others[name]);

    [Fact]
    public void A_network_with_a_gate_and_a_relu_has_rectifiers() =>
        AssertRectifiers(true, [Node("Relu", ["x"], ["r"]), Node("Add", ["r", "three"], ["a"]), Six("a", "c"),
            Node("Div", ["c", "six"], ["y"])]);

    [Fact]
    public void A_rectifier_inside_of_a_branch_counts()
    {
        var branch = Of([], [("z", ScalarType.Float32, null)], Node("Clip", ["x", "zero", "six"], ["z"]));
        var choice = Node("If", ["condition"], ["y"]);
        choice.Attribute.Add(new AttributeProto { Name = "then_branch", Type = AttributeProto.Types.AttributeType.Graph, G = branch });
        choice.Attribute.Add(new AttributeProto
        {
            Name = "else_branch",
            Type = AttributeProto.Types.AttributeType.Graph,
            G = branch.Clone()
        });
        using var graph = SmallModel.Load(["x", "flag"], Constants, Node("Greater", ["flag", "zero"], ["condition"]), choice);
        Assert.True(graph.HasRectifiers);
    }

    private static NodeProto Six(string input, string output) => Node("Clip", [input, "zero", "six"], [output]);

    private static void AssertRectifiers(bool expected, NodeProto[] nodes)
    {
        using var graph = SmallModel.Load(["x"], Constants, [.. nodes.Select(node => node.Clone())]);
        Assert.Equal(expected, graph.HasRectifiers);
    }
}
