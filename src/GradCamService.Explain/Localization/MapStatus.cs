using System.Numerics.Tensors;

namespace GradCamService.Explain.Localization;

/// <summary>Whether a map or gradient says anything. A blank picture is never passed off as an answer.</summary>
public enum MapStatus
{
    /// <summary>There is evidence.</summary>
    Ok,

    /// <summary>No positive value: nothing in the image speaks for the target.</summary>
    Empty,

    /// <summary>NaN or infinity: the network overflowed on this image.</summary>
    NonFinite,
}

/// <summary>Judges arrays of values.</summary>
public static class MapStatuses
{
    /// <summary>Status of a map before or after its ReLU: positive evidence is needed.</summary>
    public static MapStatus OfMap(ReadOnlySpan<float> values) =>
        values.IsEmpty ? MapStatus.Empty : !IsFinite(values) ? MapStatus.NonFinite : TensorPrimitives.Max(values) > 0 ? MapStatus.Ok : MapStatus.Empty;

    /// <summary>Status of a gradient: anything but zero is evidence.</summary>
    public static MapStatus OfGradient(ReadOnlySpan<float> values) =>
        values.IsEmpty ? MapStatus.Empty : !IsFinite(values) ? MapStatus.NonFinite : values.ContainsAnyExcept(0f) ? MapStatus.Ok : MapStatus.Empty;

    // The largest magnitude is NaN where any value is.
    private static bool IsFinite(ReadOnlySpan<float> values) => float.IsFinite(TensorPrimitives.MaxMagnitude(values));
}
