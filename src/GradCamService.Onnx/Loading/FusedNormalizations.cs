using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>Layer normalizations of a sum: the skip connection before the normalization, and what it adds besides.</summary>
internal static class FusedNormalizations
{
    // ONNX Runtime's own where the file does not say; LayerNormalization's is another.
    private const float Epsilon = 1e-12f;

    // Outputs: the result, mean, 1 / deviation, and the sum itself.
    public static bool SkipLayerNormalization(PlainNodes nodes)
    {
        var sum = Sum(nodes, bias: 4);
        nodes.Add("LayerNormalization", [sum, nodes.Input(2), nodes.Input(3)], [nodes.Output(0), nodes.Output(1), nodes.Output(2)], Attributes(nodes));
        return true;
    }

    // Outputs: the result, nothing, 1 / root mean square, and the sum itself.
    public static bool SkipSimplified(PlainNodes nodes)
    {
        var sum = Sum(nodes, bias: 3);
        nodes.Add("SimplifiedLayerNormalization", [sum, nodes.Input(2)], [nodes.Output(0), nodes.Output(2)], Attributes(nodes));
        return true;
    }

    private static string Sum(PlainNodes nodes, int bias)
    {
        string[] output = [nodes.Output(3)];
        if (nodes.Input(bias).Length == 0)
            return nodes.Add("Add", [nodes.Input(0), nodes.Input(1)], output);
        var skip = nodes.Add("Add", [nodes.Input(0), nodes.Input(1)]);
        return nodes.Add("Add", [skip, nodes.Input(bias)], output);
    }

    private static AttributeProto[] Attributes(PlainNodes nodes) => [PlainNodes.Of("epsilon", nodes.Float32("epsilon", Epsilon))];
}
