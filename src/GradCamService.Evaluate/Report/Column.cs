using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Report;

/// <summary>A column of a table.</summary>
/// <param name="Title">Of its head.</param>
/// <param name="Text">Null for a row without it; a column that no row has is not shown.</param>
internal sealed record Column<T>(string Title, Func<T, string?> Text)
{
    /// <summary>What numbers are sorted by; null for a column of texts.</summary>
    public Func<T, double?>? Value { get; init; }

    /// <summary>A smaller line below.</summary>
    public Func<T, string?>? Note { get; init; }

    /// <summary>A picture in place of the text; it says nothing that other columns do not, and is not sorted by.</summary>
    public Action<HtmlWriter, T>? Draw { get; init; }
}

/// <summary>Columns that many tables have.</summary>
internal static class Column
{
    public static Column<T> Number<T>(string title, Func<T, double?> of) => new(title, row => Wording.Number(of(row))) { Value = of };

    public static Column<T> Count<T>(string title, Func<T, int> of) => new(title, row => Wording.Count(of(row))) { Value = row => of(row) };

    /// <summary>A mean, with its interval and over how many photos it is.</summary>
    public static Column<T> Mean<T>(string title, Func<T, Estimate?> of) =>
        new(title, row => of(row) is { } estimate ? Wording.Number(estimate.Mean) : null)
        {
            Value = row => of(row)?.Mean,
            Note = row => of(row) is { Count: > 0 } estimate ? $"{Wording.Range(estimate.Interval)}, n {Wording.Count(estimate.Count)}" : null,
        };

    /// <summary>Mean, interval, its bar, and counts, a column each.</summary>
    public static IEnumerable<Column<T>> Estimate<T>(Func<T, Estimate> of, IReadOnlyCollection<T> rows)
    {
        var scale = Scale.Of(rows.Select(of).SelectMany(estimate => new[] { estimate.Mean, estimate.Interval?.Low, estimate.Interval?.High }));
        return
        [
            Number<T>("Mean", row => of(row).Mean),
            new("95 % interval", row => Wording.Range(of(row).Interval)) { Value = row => of(row).Interval?.Low },
            new(scale.Title, _ => "") { Draw = (html, row) => IntervalBar.Write(html, scale, of(row).Mean, of(row).Interval) },
            Count<T>("Photos", row => of(row).Count),
            new("Without", row => of(row).Missing is > 0 and var missing ? Wording.Count(missing) : null) { Value = row => of(row).Missing },
        ];
    }
}
