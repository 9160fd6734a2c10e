namespace GradCamService.Onnx.Operators;

/// <summary>
/// A few bytes of file may ask for a tensor of terabytes. Operators whose result may be larger than what they read pass its shape here
/// before anything is allocated.
/// </summary>
internal static class SizeLimits
{
    /// <summary>1 GiB of float32: several times the largest activation of an image network's batch.</summary>
    public const long MostElements = 1L << 28;

    /// <summary>Ranges, windows and classes are as long as an axis, and an axis is never this long.</summary>
    private const long LongestAxis = 1L << 24;

    /// <summary>The shape itself.</summary>
    /// <exception cref="OnnxException">A size is negative, or there are more elements than any network here has use for.</exception>
    public static long[] Check(OperatorCall call, params long[] shape)
    {
        if (shape.Any(size => size < 0))
            throw call.Error($"a shape of {ShapeText.Of(shape)} has a negative size");
        if (shape.Aggregate(1.0, (product, size) => product * size) > MostElements)
            throw call.Error($"a result of {ShapeText.Of(shape)} has more than {MostElements} elements");
        return shape;
    }

    /// <summary>The length itself, of an axis that a parameter asks for.</summary>
    public static long CheckAxis(OperatorCall call, long length) =>
        length is >= 0 and <= LongestAxis ? length : throw call.Error($"a length of {length} is not one from 0 to {LongestAxis}");
}
