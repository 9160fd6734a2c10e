using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static GradCamService.Onnx.Tests.Testing.Bodies;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class ControlFlowCases
{
    private const ScalarType Float = ScalarType.Float32;

    // x ← x · tanh(x); makes x before it; goes on while the condition says so.
    private static GraphProto Loop => Of(
        [("i", ScalarType.Int64, []), ("go", ScalarType.Bool, []), ("x", Float, [3, 2])],
        [("goOn", ScalarType.Bool, []), ("y", Float, [3, 2]), ("seen", Float, [3, 2])],
        Node("Identity", ["go"], ["goOn"]), Node("Tanh", ["x"], ["t"]), Node("Mul", ["x", "t"], ["y"]), Node("Identity", ["x"], ["seen"]));

    public static IEnumerable<OperatorCase> All =>
    [
        .. new[] { true, false }.Select(condition => Of("If", 13, $"{condition}, constants in the branches", [tensor(condition)],
            ("then_branch", Branch(1)), ("else_branch", Branch(2))) with { HasGradient = false }),
        Of("Loop", 13, "three times", [tensor(3L), tensor(true), Sample.Normal(1, 3, 2)], ("body", Loop)).WithOutputs(2),
        Of("Loop", 11, "no condition", [tensor(2L), null, Sample.Normal(1, 3, 2)], ("body", Loop)).WithOutputs(2),
        Of("Loop", 13, "never", [tensor(5L), tensor(false), Sample.Normal(1, 3, 2)], ("body", Loop)).WithOutputs(2),
    ];

    private static GraphProto Branch(int seed)
    {
        var graph = Of([], [("y", Float, [3])], Node("Abs", ["c"], ["y"]));
        graph.Initializer.Add(Protos.ToTensor("c", Sample.Normal(seed, 3)));
        return graph;
    }
}
