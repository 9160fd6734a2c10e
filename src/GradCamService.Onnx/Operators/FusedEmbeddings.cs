using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace GradCamService.Onnx.Operators;

/// <summary>The beginning of a text encoder: sums of embeddings.</summary>
internal static class FusedEmbeddings
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("com.microsoft", "EmbedLayerNormalization", 1)] = new(EmbedLayerNormalization),
    };

    // Inputs: tokens, segments, the three tables (words, positions, segments), scale, bias, mask, positions.
    private static Outputs EmbedLayerNormalization(OperatorCall call)
    {
        var tokens = call[0];
        if (tokens.dim() != 2)
            throw call.Error($"tokens of shape {ShapeText.Of(tokens.shape)}, expected two axes");
        var places = call.Optional(8) ?? Numbers.Below(tokens.shape[1], ScalarType.Int64).unsqueeze(0);
        var sum = Rows(call, call[2], tokens).Plus(Rows(call, call[3], places).expand([tokens.shape[0], tokens.shape[1], call[3].shape[^1]]));
        if (call.Optional(1) is { } segments && call.Optional(4) is { } table)
            sum = sum.Plus(Rows(call, table, segments));
        var output = layer_norm(sum, [sum.shape[^1]], call[5], call[6], call.Attributes.Float("epsilon", 1e-12f));
        if (call.Node.Outputs.Count < 2)
            return output;
        var lengths = call.Optional(7) is { } mask ? mask.sum(1, type: ScalarType.Int32) : zeros(tokens.shape[0], ScalarType.Int32);
        return new[] { output, lengths, sum };
    }

    private static Tensor Rows(OperatorCall call, Tensor table, Tensor indices)
    {
        var flat = indices.to(ScalarType.Int64).flatten();
        if (table.dim() != 2 || (flat.numel() > 0 && (flat.min().item<long>() < 0 || flat.max().item<long>() >= table.shape[0])))
            throw call.Error($"an index that is no row of an embedding of shape {ShapeText.Of(table.shape)}");
        SizeLimits.Check(call, flat.numel(), table.shape[1]);
        return table.index_select(0, flat.to(table.device)).reshape([.. indices.shape, table.shape[1]]);
    }
}
