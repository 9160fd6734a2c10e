using System.Globalization;

namespace GradCamService.Explain.Localization;

/// <summary>A way of writing a threshold: a row of <see cref="ThresholdForms.All"/>.</summary>
/// <param name="Read">The rule of a text; null where it is not written in this way.</param>
internal sealed record ThresholdForm(Func<string, ThresholdRule?> Read);

/// <summary>All ways of writing a threshold.</summary>
internal static class ThresholdForms
{
    private const string OtsuName = "otsu";

    public static IReadOnlyList<ThresholdForm> All { get; } =
    [
        new(text => Number(text, NumberStyles.Float, 1) is { } share ? Share(share) : null),
        new(text => text.Equals(OtsuName, StringComparison.OrdinalIgnoreCase) ? new ThresholdRule(OtsuName, pixels => Otsu.ShareOf(pixels())) : null),
        new(text => text is ['p' or 'P', .. var rest] && Number(rest, NumberStyles.AllowDecimalPoint, 100) is { } percent
            ? Percentile(percent) : null),
    ];

    /// <param name="share">0 to 1.</param>
    public static ThresholdRule Share(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return new(share.ToString(CultureInfo.InvariantCulture), _ => share);
    }

    private static ThresholdRule Percentile(double percent) =>
        new("p" + percent.ToString(CultureInfo.InvariantCulture), pixels => Percentiles.ShareOf(pixels(), percent));

    private static double? Number(string text, NumberStyles styles, double most) =>
        double.TryParse(text, styles, CultureInfo.InvariantCulture, out var value) && value >= 0 && value <= most ? value : null;
}
