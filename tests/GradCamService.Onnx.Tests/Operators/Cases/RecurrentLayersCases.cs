using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class RecurrentLayersCases
{
    private const long Steps = 4, Batch = 3, Inputs = 2, Hidden = 3;

    private static readonly (string Name, long Gates, string[] Activations)[] Layers =
    [
        ("RNN", 1, ["Tanh"]), ("GRU", 3, ["Sigmoid", "Tanh"]), ("LSTM", 4, ["Sigmoid", "Tanh", "Tanh"]),
    ];

    public static IEnumerable<OperatorCase> All => Layers.SelectMany(layer => new[]
    {
        Layer(layer.Name, 7, "forward, defaults", layer.Gates, 1, []),
        Layer(layer.Name, 7, "reverse, bias", layer.Gates, 1, [Bias], ("direction", "reverse")),
        Layer(layer.Name, 14, "both ways, lengths, initial states", layer.Gates, 2,
            [Bias, Lengths, Initial(1), .. layer.Name == "LSTM" ? [Initial(2)] : Array.Empty<Part>()], ("direction", "bidirectional")),
        Layer(layer.Name, 14, "reverse, lengths", layer.Gates, 1, [Bias, Lengths], ("direction", "reverse")),
        Layer(layer.Name, 14, "clipped", layer.Gates, 1, [Bias], ("clip", 0.4f)),
        Layer(layer.Name, 14, "batch first", layer.Gates, 2, [Bias], ("direction", "bidirectional"),
            ("layout", 1)) with { NoOracle = "ONNX Runtime has no batch-first layout" },
        Layer(layer.Name, 14, "other activations", layer.Gates, 1, [Bias],
            ("activations", new[] { "HardSigmoid", "ScaledTanh", "Softsign" }[..layer.Activations.Length]),
            ("activation_alpha", new[] { 0.3f, 0.8f }[..Math.Min(layer.Activations.Length, 2)]),
            ("activation_beta", new[] { 0.4f, 0.7f }[..Math.Min(layer.Activations.Length, 2)])),
    }).Concat(
    [
        Layer("GRU", 14, "reset after the product", 3, 2, [Bias, Lengths], ("direction", "bidirectional"), ("linear_before_reset", 1)),
        Layer("LSTM", 14, "peepholes", 4, 2, [Bias, None, Initial(1), Initial(2),
            (_, directions) => Sample.Normal(9, directions, 3 * Hidden)], ("direction", "bidirectional")),
        Layer("LSTM", 14, "coupled gates", 4, 1, [Bias], ("input_forget", 1)),
        Layer("RNN", 14, "more activations both ways", 1, 2, [Bias], ("direction", "bidirectional"),
            ("activations", new[] { "Affine", "Elu" }), ("activation_alpha", new[] { 0.5f, 0.7f }),
            ("activation_beta", new[] { 0.1f })),
        Layer("RNN", 14, "leaky both ways", 1, 2, [Bias], ("direction", "bidirectional"),
            ("activations", new[] { "LeakyRelu", "ThresholdedRelu" }), ("activation_alpha", new[] { 0.5f, 0.1f })),
        Layer("RNN", 14, "soft both ways", 1, 2, [Bias], ("direction", "bidirectional"), ("activations", new[] { "Softplus", "Relu" })),
    ]);

    private delegate Tensor? Part(long gates, long directions);

    private static Part Bias => (gates, directions) => Sample.Normal(4, directions, 2 * gates * Hidden);

    private static Part None => (_, _) => null;

    private static Part Lengths => (_, _) => tensor(new[] { 4, 1, 3 });

    private static Part Initial(int seed) => (_, directions) => Sample.Normal(5 + seed, directions, Batch, Hidden);

    private static OperatorCase Layer(string name, int opset, string variant, long gates, long directions, Part[] parts,
        params (string Name, object Value)[] attributes)
    {
        var batchFirst = attributes.Any(attribute => attribute.Name == "layout");
        Tensor?[] inputs =
        [
            batchFirst ? Sample.Normal(1, Batch, Steps, Inputs) : Sample.Normal(1, Steps, Batch, Inputs),
            Sample.Normal(2, directions, gates * Hidden, Inputs),
            Sample.Normal(3, directions, gates * Hidden, Hidden),
            .. parts.Select(part => part(gates, directions)),
        ];
        return Of(name, opset, variant, inputs, [.. attributes, ("hidden_size", (int)Hidden)]).WithOutputs(name == "LSTM" ? 3 : 2);
    }
}
