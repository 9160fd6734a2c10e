namespace GradCamService.Evaluate.Report;

/// <summary>A field of a filter.</summary>
/// <param name="Key">The data attribute that it is compared with.</param>
/// <param name="Label">Before the field.</param>
/// <param name="Values">To choose among; null for a field to type in, which finds what contains the text.</param>
internal sealed record FilterField(string Key, string Label, IEnumerable<string>? Values);

/// <summary>Fields that choose what is seen of a list. They appear where the page's script runs.</summary>
internal static class Filter
{
    /// <param name="list">Id of what holds the elements with data attributes.</param>
    /// <param name="name">What is filtered, in the plural.</param>
    public static void Write(HtmlWriter html, string list, string name, IEnumerable<FilterField> fields)
    {
        using var filter = html.Open(
            "div", ("class", "filter"), ("role", "group"), ("aria-label", $"Filter: {name}"), ("data-list", list), ("hidden", "hidden"));
        foreach (var field in fields)
            WriteField(html, list, field with { Values = field.Values?.Distinct().Order(StringComparer.Ordinal).ToList() });
        html.Add("p", "", ("role", "status"));
    }

    private static void WriteField(HtmlWriter html, string list, FilterField field)
    {
        // Nothing to choose.
        if (field.Values is IReadOnlyCollection<string> { Count: < 2 })
            return;
        using var label = html.Open("label");
        html.Text(field.Label);
        if (field.Values is null)
        {
            html.Void("input", ("type", "search"), ("id", $"{list}-{field.Key}"), ("data-key", field.Key), ("autocomplete", "off"));
            return;
        }
        using var select = html.Open("select", ("id", $"{list}-{field.Key}"), ("data-key", field.Key));
        html.Add("option", "All", ("value", ""));
        foreach (var value in field.Values)
            html.Add("option", value, ("value", value));
    }
}
