using GradCamService.Explain.Localization;

namespace GradCamService.Explain.Explainers;

/// <summary>M = Σ_k w_k A_k at the target layer's resolution.</summary>
/// <param name="height">Rows.</param>
/// <param name="width">Columns.</param>
/// <param name="values">Row-major, signed, unnormalized.</param>
public sealed class SignedMap(int height, int width, float[] values)
{
    private float[]? _heatmap;

    public int Height { get; } = height;

    public int Width { get; } = width;

    public float[] Values { get; } = values;

    /// <summary>Left and right have changed places.</summary>
    public SignedMap Mirrored()
    {
        var values = (float[])Values.Clone();
        for (var row = 0; row < Height; row++)
            Array.Reverse(values, row * Width, Width);
        return new SignedMap(Height, Width, values);
    }

    /// <summary>ReLU(M), bilinearly upsampled, computed when it is first asked for: row-major, ≥ 0, unnormalized. Only of a finite map.</summary>
    /// <param name="toHeight">Of the model's input, in pixels; always the same for one map.</param>
    /// <param name="toWidth">Likewise.</param>
    public float[] Heatmap(int toHeight, int toWidth)
    {
        if (_heatmap is not null)
            return _heatmap;
        var heatmap = GC.AllocateUninitializedArray<float>(toHeight * toWidth);
        CopyHeatmap(toHeight, toWidth, heatmap);
        return _heatmap = heatmap;
    }

    /// <summary>The same, written over an array that is the caller's, and not kept.</summary>
    internal void CopyHeatmap(int toHeight, int toWidth, Span<float> heatmap) => Upsampling.Bilinear(
        Array.ConvertAll(Values, value => Math.Max(value, 0)), Height, Width, toHeight, toWidth, heatmap);
}
