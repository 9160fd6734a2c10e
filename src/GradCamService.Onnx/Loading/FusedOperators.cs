using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// Operators that are nothing but others in a row: those that ONNX Runtime's optimizer writes, and those of Core ML's first converter. They
/// become their parts when a file is read, so that whatever knows the parts (guided rectifiers, batch normalization, layers, scales) knows them.
/// </summary>
internal static class FusedOperators
{
    public const string Microsoft = "com.microsoft";

    /// <summary>An operator, and what it becomes.</summary>
    /// <param name="Parts">The parts as the table of operators shows them.</param>
    /// <param name="Write">Writes them; false where the node's attributes are none that the operator has.</param>
    internal sealed record Row(string Parts, Func<PlainNodes, bool> Write);

    public static IReadOnlyDictionary<(string Domain, string Name), Row> Rows { get; } = new Dictionary<(string, string), Row>
    {
        [("", "Affine")] = new("Mul, Add", OldImageOperators.Affine),
        [("", "Crop")] = new("Slice", OldImageOperators.Crop),
        [("", "ImageScaler")] = new("Mul, Add", OldImageOperators.ImageScaler),
        [(Microsoft, "BiasGelu")] = new("Add, Gelu", FusedProducts.BiasGelu),
        [(Microsoft, "FusedConv")] = new("Conv, Add, an activation", FusedConvolutions.FusedConv),
        [(Microsoft, "FusedGemm")] = new("Gemm, an activation", FusedProducts.FusedGemm),
        [(Microsoft, "NhwcConv")] = new("Transpose, Conv, Transpose", FusedConvolutions.NhwcConv),
        [(Microsoft, "NhwcFusedConv")] = new("Transpose, Conv, Transpose, Add, an activation", FusedConvolutions.NhwcFusedConv),
        [(Microsoft, "SkipLayerNormalization")] = new("Add, LayerNormalization", FusedNormalizations.SkipLayerNormalization),
        [(Microsoft, "SkipSimplifiedLayerNormalization")] = new("Add, SimplifiedLayerNormalization", FusedNormalizations.SkipSimplified),
    };

    /// <summary>The nodes with parts in place of what is made of them. A node whose attributes make no sense stays, and is not supported.</summary>
    public static IEnumerable<NodeProto> Expand(IEnumerable<NodeProto> nodes, Opsets opsets) => nodes.SelectMany(node =>
    {
        if (!Rows.TryGetValue((Opsets.Normalize(node.Domain), node.OpType), out var row))
            return [node];
        var parts = new PlainNodes(node, opsets.Version(""));
        return row.Write(parts) ? parts.Nodes : [node];
    }).ToList();
}
