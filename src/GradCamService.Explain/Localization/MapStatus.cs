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
    public static MapStatus OfMap(ReadOnlySpan<float> values) => Of(values, anySign: false);

    /// <summary>Status of a gradient: anything but zero is evidence.</summary>
    public static MapStatus OfGradient(ReadOnlySpan<float> values) => Of(values, anySign: true);

    private static MapStatus Of(ReadOnlySpan<float> values, bool anySign)
    {
        var status = MapStatus.Empty;
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                return MapStatus.NonFinite;
            if (value > 0 || (anySign && value < 0))
                status = MapStatus.Ok;
        }
        return status;
    }
}
