using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Onnx;

namespace GradCamService.Answers;

/// <summary>The numbers of one explanation: all that its answer for NumPy is made of besides words.</summary>
/// <param name="Target">Which of the targets it explains, from 0.</param>
/// <param name="Method">The method.</param>
/// <param name="Map">M before the ReLU; null for a method without a map.</param>
/// <param name="Attribution">Values a pixel, <c>[C, H, W]</c>; null for a method without them.</param>
internal sealed record NumberRow(int Target, Method Method, SignedMap? Map, float[]? Attribution)
{
    /// <summary>Whether its values are gradients by the guided rule.</summary>
    public bool IsGuided => Method.Pixels is PixelGradient { Rule: ReluRule.Guided };

    /// <summary>Whether its values say where, one a pixel.</summary>
    public bool IsPixelMap => Method.Pixels?.IsMap == true;

    public static IReadOnlyList<NumberRow> Of(Explained explained)
    {
        var targets = explained.Explanations.Select(row => row.Target).Distinct().ToList();
        return [.. explained.Explanations.Select(row => new NumberRow(targets.IndexOf(row.Target), row.Method, row.Map, row.Attribution))];
    }
}
