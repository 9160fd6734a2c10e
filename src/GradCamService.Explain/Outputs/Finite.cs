namespace GradCamService.Explain.Outputs;

/// <summary>JSON has no NaN and no infinity.</summary>
public static class Finite
{
    public static double? OrNull(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
