using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class FusedEmbeddingsCases
{
    private static Tensor Tokens => Sample.Integers(1, 0, 9, 2, 5).to(ScalarType.Int32);

    private static Tensor Segments => Sample.Integers(2, 0, 2, 2, 5).to(ScalarType.Int32);

    private static Tensor Mask => tensor(new[,] { { 1, 1, 1, 0, 0 }, { 1, 1, 1, 1, 1 } });

    // Words, positions, segments; scale and bias.
    private static Tensor[] Tables => [Sample.Normal(3, 9, 8), Sample.Normal(4, 7, 8), Sample.Normal(5, 2, 8), Sample.Normal(6, 8), Sample.Normal(7, 8)];

    public static IEnumerable<OperatorCase> All =>
    [
        Embed("segments, mask", [Tokens, Segments, .. Tables, Mask]).WithOutputs(2),
        Embed("sum", [Tokens, Segments, .. Tables, Mask], ("epsilon", 1e-3f)).WithOutputs(3),
        Embed("no segments", [Tokens, null, .. Tables[..2], null, .. Tables[3..]]).WithOutputs(2),
        Embed("positions", [Tokens, Segments, .. Tables, null, Sample.Integers(8, 0, 7, 2, 5).to(ScalarType.Int32)]).WithOutputs(2),
    ];

    private static OperatorCase Embed(string variant, Tensor?[] inputs, params (string Key, object Value)[] attributes) =>
        OfMicrosoft("EmbedLayerNormalization", variant, inputs, attributes);
}
