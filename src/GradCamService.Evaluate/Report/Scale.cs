namespace GradCamService.Evaluate.Report;

/// <summary>Where a drawn number lies: from <see cref="Low"/> at the left or bottom to <see cref="High"/>.</summary>
internal sealed record Scale(double Low, double High)
{
    // A share may be so much less than 0 by rounding.
    private const double Rounding = 1e-9;

    /// <summary>Of shares 0 to 1; of correlations, which may be negative, −1 to 1.</summary>
    public static Scale Of(IEnumerable<double?> values) => new(values.Any(value => value < -Rounding) ? -1 : 0, 1);

    /// <summary>As wide to both sides of 0 as the largest number is.</summary>
    public static Scale Around0(IEnumerable<double?> values)
    {
        var most = values.OfType<double>().Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        // In twentieths, so that the ends are round.
        var end = most > 0 ? Math.Ceiling(most * 20) / 20 : 1;
        return new(-end, end);
    }

    /// <summary>As a column's head.</summary>
    public string Title => $"{Short(Low)} to {Short(High)}";

    /// <summary>0 to 1; what lies outside is at the end.</summary>
    public double Place(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);

    private static string Short(double value) => Wording.Exact(Math.Round(value, 2)).Replace('-', '−');
}
