using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

/// <summary>Operators that become their parts at load.</summary>
internal static class FusedOperatorsCases
{
    private const string RemovedAtTen = "ONNX Runtime has it up to version 9";

    private static Tensor Image => Sample.Normal(1, 2, 4, 5, 6);

    private static Tensor Last => Sample.Normal(1, 2, 5, 6, 4);

    private static Tensor[] Layer => [Image, Sample.Normal(2, 3, 4, 3, 3), Sample.Normal(3, 3)];

    private static Tensor[] Product => [Sample.Normal(4, 3, 5), Sample.Normal(5, 5, 4), Sample.Normal(6, 4)];

    private static Tensor[] Skip => [Sample.Normal(7, 2, 3, 8), Sample.Normal(8, 2, 3, 8), Sample.Normal(9, 8)];

    private static readonly (string, object)[] Padded = [("kernel_shape", new[] { 3L, 3 }), ("pads", new[] { 1L, 1, 1, 1 })];

    public static IEnumerable<OperatorCase> All =>
    [
        .. new (string Name, float[] Numbers)[]
        {
            ("Relu", []), ("Tanh", []), ("Sigmoid", []), ("LeakyRelu", [0.2f]), ("Clip", [-0.5f, 0.7f]), ("HardSigmoid", [0.3f, 0.4f]),
        }.Select(activation => OfMicrosoft("FusedConv", activation.Name, Layer,
            [.. Padded, ("activation", activation.Name), ("activation_params", activation.Numbers)])),
        OfMicrosoft("FusedConv", "nothing besides", Layer[..2], ("strides", new[] { 2L, 1 })),
        OfMicrosoft("FusedConv", "a sum", [.. Layer, Sample.Normal(10, 2, 3, 5, 6)], [.. Padded, ("activation", "Relu")]),
        OfMicrosoft("FusedConv", "a sum without bias", [.. Layer[..2], null, Sample.Normal(10, 2, 3, 5, 6)], Padded),
        OfMicrosoft("FusedGemm", "Relu, transposed", [Product[0], Sample.Normal(5, 4, 5), Product[2]], ("transB", 1), ("activation", "Relu"),
            ("alpha", 0.5f), ("beta", 2f)),
        .. new (string Name, (string, object)[] Numbers)[]
        {
            ("LeakyRelu", [("activation_alpha", 0.2f)]), ("HardSigmoid", [("activation_alpha", 0.3f), ("activation_beta", 0.4f)]), ("Sigmoid", []),
            ("Tanh", []), ("Elu", [("activation_alpha", 0.7f)]), ("Softplus", []), ("Softsign", []),
            ("Selu", [("activation_alpha", 1.5f), ("activation_gamma", 1.1f)]), ("ThresholdedRelu", [("activation_alpha", 0.3f)]),
        }.Select(activation => OfMicrosoft("FusedGemm", activation.Name, Product, [("activation", activation.Name), .. activation.Numbers])),
        OfMicrosoft("BiasGelu", "", [Sample.Normal(11, 2, 3, 8), Sample.Normal(12, 8)]),
        OfMicrosoft("NhwcConv", "", [Last, Sample.Normal(13, 3, 3, 3, 4), Sample.Normal(3, 3)], Padded) with { NoOracle = "ONNX Runtime has it on GPUs only" },
        OfMicrosoft("NhwcFusedConv", "a sum", [Last, Layer[1], Layer[2], Sample.Normal(14, 2, 5, 6, 3)], [.. Padded, ("activation", "Relu")]) with
        {
            NoOracle = "ONNX Runtime has it in float16 only"
        },
        OfMicrosoft("SkipLayerNormalization", "", [.. Skip, Sample.Normal(15, 8)]),
        OfMicrosoft("SkipLayerNormalization", "bias, sum", [.. Skip, Sample.Normal(15, 8), Sample.Normal(16, 8)], ("epsilon", 1e-2f)) with
        {
            NoOracle = "compared without the outputs between"
        },
        OfMicrosoft("SkipLayerNormalization", "bias, no offset", [.. Skip, null, Sample.Normal(16, 8)]),
        OfMicrosoft("SkipLayerNormalization", "broadcast skip", [Skip[0], Sample.Normal(8, 1, 3, 8), Skip[2], Sample.Normal(15, 8)]),
        OfMicrosoft("SkipSimplifiedLayerNormalization", "", Skip, ("epsilon", 1e-2f)),
        OfMicrosoft("SkipSimplifiedLayerNormalization", "bias", [.. Skip, Sample.Normal(16, 8)]),
        Of("Affine", 7, "", [Image], ("alpha", 0.5f), ("beta", -2f)),
        Of("ImageScaler", 7, "", [Image], ("scale", 0.5f), ("bias", new[] { 1f, 2, 3, 4 })),
        Of("ImageScaler", 13, "", [Image], ("scale", 0.5f), ("bias", new[] { 1f, 2, 3, 4 })) with { NoOracle = RemovedAtTen },
        Of("Crop", 7, "borders", [Image], ("border", new[] { 1L, 2, 3, 0 })),
        Of("Crop", 7, "size", [Image], ("border", new[] { 1L, 2, 0, 0 }), ("scale", new[] { 2L, 3 })),
        Of("Crop", 13, "borders", [Image], ("border", new[] { 1L, 0, 1, 2 })) with { NoOracle = RemovedAtTen },
    ];
}
