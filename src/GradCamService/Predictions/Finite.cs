namespace GradCamService.Predictions;

/// <summary>JSON has no NaN and no infinity.</summary>
internal static class Finite
{
    public static double? OrNull(double value) => double.IsFinite(value) ? value : null;
}
