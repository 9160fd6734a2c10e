namespace GradCamService.Onnx.Operators;

/// <summary>ONNX counts axes from the end where they are negative.</summary>
internal static class Axes
{
    /// <summary>The axis as a number from 0 to rank − 1.</summary>
    /// <exception cref="OnnxException">There is no such axis.</exception>
    public static int Normalize(OperatorCall call, long axis, long rank)
    {
        var normalized = axis < 0 ? axis + rank : axis;
        return normalized >= 0 && normalized < rank ? (int)normalized : throw call.Error($"axis {axis} is not one of {rank} axes");
    }

    /// <summary>Each axis once, as numbers from 0 to rank − 1, in the order given.</summary>
    public static int[] Normalize(OperatorCall call, long[] axes, long rank)
    {
        var normalized = axes.Select(axis => Normalize(call, axis, rank)).ToArray();
        return normalized.Distinct().Count() == normalized.Length
            ? normalized
            : throw call.Error($"axes {ShapeText.Of(axes)} name an axis twice");
    }

    /// <summary>All axes of a tensor of this rank.</summary>
    public static long[] All(long rank) => [.. Enumerable.Range(0, (int)rank).Select(axis => (long)axis)];
}
