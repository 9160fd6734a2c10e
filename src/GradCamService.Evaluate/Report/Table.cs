namespace GradCamService.Evaluate.Report;

/// <summary>A table in a box of its own, which scrolls where the page is narrower.</summary>
internal static class Table
{
    // So short a text is a name, and better read on one line.
    private const int LongestName = 24;

    /// <param name="caption">Says what the rows are.</param>
    /// <param name="columns">The first one's texts are the heads of the rows.</param>
    /// <param name="data">What rows can be filtered by, as data attributes.</param>
    public static void Write<T>(
        HtmlWriter html, string caption, IEnumerable<Column<T>> columns, IReadOnlyCollection<T> rows,
        Func<T, (string Name, string? Value)[]>? data = null)
    {
        var shown = columns.Where(column => rows.Any(row => column.Text(row) is not null)).ToList();
        using var box = html.Open("div", ("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", caption));
        using var table = html.Open("table");
        html.Add("caption", caption);
        using (html.Open("thead"))
        using (html.Open("tr"))
            foreach (var column in shown)
                html.Add("th", column.Title, ("scope", "col"), ("class", ClassOf(column)),
                    ("data-sort", column.Draw is not null ? null : column.Value is null ? "text" : "number"));
        using (html.Open("tbody"))
            foreach (var row in rows)
            {
                html.Line();
                using var open = html.Open("tr", data?.Invoke(row) ?? []);
                for (var i = 0; i < shown.Count; i++)
                    WriteCell(html, shown[i], row, isHead: i == 0);
            }
    }

    private static void WriteCell<T>(HtmlWriter html, Column<T> column, T row, bool isHead)
    {
        var kind = ClassOf(column) ?? (column.Text(row) is { Length: > LongestName } ? "text" : "name");
        using var cell = html.Open(
            isHead ? "th" : "td", ("scope", isHead ? "row" : null), ("class", kind),
            ("data-value", column.Value?.Invoke(row) is { } value && double.IsFinite(value) ? Wording.Exact(value) : null));
        if (column.Draw is { } draw)
            draw(html, row);
        else
            html.Text(column.Text(row) ?? Wording.Nothing);
        if (column.Note?.Invoke(row) is { } note)
            html.Add("small", note);
    }

    private static string? ClassOf<T>(Column<T> column) => column.Value is null ? null : "number";
}
