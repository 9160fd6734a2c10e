namespace GradCamService.Onnx.Loading;

/// <summary>Matrix products and sums with an activation behind them.</summary>
internal static class FusedProducts
{
    public static bool FusedGemm(PlainNodes nodes)
    {
        var gemm = nodes.Add("Gemm", [nodes.Input(0), nodes.Input(1), nodes.Input(2)], attributes: nodes.Same("alpha", "beta", "transA", "transB"));
        return FusedActivations.WriteOwn(nodes, gemm);
    }

    public static bool BiasGelu(PlainNodes nodes)
    {
        var sum = nodes.Add("Add", [nodes.Input(0), nodes.Input(1)]);
        nodes.Add("Gelu", [sum], [nodes.Output(0)], domain: FusedOperators.Microsoft);
        return true;
    }
}
