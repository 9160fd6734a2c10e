using System.Numerics.Tensors;
using GradCamService.Explain.Localization;

namespace GradCamService.Explain.Explainers;

/// <summary>One target's evidence at the model's input size, computed when it is first asked for.</summary>
/// <param name="explanation">What the explainer found.</param>
/// <param name="height">Of the input, in pixels.</param>
/// <param name="width">Of the input, in pixels.</param>
public sealed class Saliency(TargetExplanation explanation, int height, int width)
{
    private float[]? _heatmap;
    private float[]? _guidedGradCam;

    public TargetExplanation Explanation { get; } = explanation;

    /// <summary>ReLU(M), bilinearly upsampled: <c>[H, W]</c>, ≥ 0, unnormalized. Only where there is a map, and it is finite.</summary>
    public float[] Heatmap => _heatmap ??= Upsampling.Bilinear(
        Array.ConvertAll(Explanation.Map!.Values, value => Math.Max(value, 0)), Explanation.Map.Height, Explanation.Map.Width, height, width);

    /// <summary>Guided gradients times the heatmap in every channel: <c>[C, H, W]</c>.</summary>
    public float[] GuidedGradCam => _guidedGradCam ??= Multiply(Explanation.GuidedGradients!, Heatmap);

    /// <summary>Whether there is evidence by a method.</summary>
    public MapStatus Status(Method method)
    {
        if (method == Method.GuidedBackprop)
            return MapStatuses.OfGradient(Explanation.GuidedGradients!);
        var map = MapStatuses.OfMap(Explanation.Map!.Values);
        if (map != MapStatus.Ok || method == Method.GradCam)
            return map;
        var gradients = MapStatuses.OfGradient(Explanation.GuidedGradients!);
        return gradients == MapStatus.NonFinite ? gradients : MapStatuses.OfGradient(GuidedGradCam);
    }

    private static float[] Multiply(float[] gradients, float[] heatmap)
    {
        var product = new float[gradients.Length];
        for (var channel = 0; channel < product.Length; channel += heatmap.Length)
            TensorPrimitives.Multiply(gradients.AsSpan(channel, heatmap.Length), heatmap, product.AsSpan(channel));
        return product;
    }
}
