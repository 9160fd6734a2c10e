using System.Numerics.Tensors;
using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Metrics;

/// <summary>What of a map lies over the photo: all of it, or what lies inside the padding.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, likewise.</param>
/// <param name="Values">Row-major.</param>
internal sealed record AnalyzedMap(int Width, int Height, float[] Values)
{
    /// <exception cref="ArgumentException">The map has another size than the input.</exception>
    public static AnalyzedMap Of(float[] heatmap, Placement placement)
    {
        if (heatmap.Length != placement.InputWidth * placement.InputHeight)
            throw new ArgumentException(
                $"the map has {heatmap.Length} values, not {placement.InputHeight} × {placement.InputWidth}", nameof(heatmap));
        var content = placement.ContentPixels;
        var values = new float[content.Width * content.Height];
        for (var y = 0; y < content.Height; y++)
            heatmap.AsSpan((content.Y + y) * placement.InputWidth + content.X, content.Width).CopyTo(values.AsSpan(y * content.Width));
        return new AnalyzedMap(content.Width, content.Height, values);
    }

    /// <summary>Divided by the largest value, so that 0 stays "no evidence"; a map of zeros stays so.</summary>
    public float[] ScaledToOne()
    {
        var maximum = TensorPrimitives.Max<float>(Values);
        return maximum > 0 ? Array.ConvertAll(Values, value => value / maximum) : Values;
    }

    public double[] ToDoubles() => Array.ConvertAll(Values, value => (double)value);
}
