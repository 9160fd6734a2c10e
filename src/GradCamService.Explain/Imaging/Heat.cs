using System.Numerics.Tensors;

namespace GradCamService.Explain.Imaging;

/// <summary>What is drawn as heat: a map after its ReLU, at any resolution, over the whole of the network's input.</summary>
public sealed record Heat
{
    /// <param name="values">Row-major, ≥ 0, unnormalized.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <exception cref="ArgumentException">There are not as many values, or one is negative or not finite.</exception>
    public Heat(float[] values, int height, int width)
    {
        if (values.Length != height * width || values.Length == 0)
            throw new ArgumentException($"The map has {values.Length} values, not {height} × {width}.", nameof(values));
        Maximum = TensorPrimitives.Max<float>(values);
        if (!(TensorPrimitives.Min<float>(values) >= 0) || !float.IsFinite(Maximum))
            throw new ArgumentException("The map has values that are negative or not finite.", nameof(values));
        (Values, Height, Width, Full) = (values, height, width, Maximum);
    }

    /// <summary>Row-major.</summary>
    public float[] Values { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>The largest value; 0: there is no heat anywhere.</summary>
    public float Maximum { get; }

    /// <summary>The value that gets the last colour: the maximum, or more where several maps are drawn on one scale.</summary>
    public float Full { get; init; }
}
