using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static GradCamService.Onnx.Tests.Testing.Bodies;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class ScansCases
{
    private const ScalarType Float = ScalarType.Float32;

    // state ← tanh(state + a · b); makes state − a.
    private static GraphProto Body => Of(
        [("state", Float, [2]), ("a", Float, [2]), ("b", Float, [2])], [("next", Float, [2]), ("made", Float, [2])],
        Node("Mul", ["a", "b"], ["ab"]), Node("Add", ["state", "ab"], ["sum"]), Node("Tanh", ["sum"], ["next"]),
            Node("Sub", ["state", "a"], ["made"]));

    public static IEnumerable<OperatorCase> All =>
    [
        Of("Scan", 9, "two inputs", [Sample.Normal(1, 2), Sample.Normal(2, 4, 2), Sample.Normal(3, 4, 2)], ("body", Body),
            ("num_scan_inputs", 2)).WithOutputs(2),
        Of("Scan", 11, "axes and directions", [Sample.Normal(1, 2), Sample.Normal(2, 2, 4), Sample.Normal(3, 4, 2)], ("body", Body),
            ("num_scan_inputs", 2),
            ("scan_input_axes", new[] { -1L, 0 }), ("scan_input_directions", new[] { 0L, 1 }), ("scan_output_axes", new[] { -1L }),
                ("scan_output_directions", new[] { 1L })).WithOutputs(2),
        Of("Scan", 8, "a batch", [null, Sample.Normal(1, 3, 2), Sample.Normal(2, 3, 4, 2), Sample.Normal(3, 3, 4, 2)], ("body", Body),
            ("num_scan_inputs", 2), ("directions", new[] { 1L, 0 })).WithOutputs(2),
        Of("Scan", 8, "a batch with lengths", [Sample.Longs(4, 1, 2), Sample.Normal(1, 3, 2), Sample.Normal(2, 3, 4, 2),
            Sample.Normal(3, 3, 4, 2)], ("body", Body), ("num_scan_inputs", 2)).WithOutputs(2),
    ];
}
