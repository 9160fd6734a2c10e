using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>Where models look: what stands out, with pictures, then every finding.</summary>
internal static class BiasSection
{
    private const string Rows = "bias-rows";

    public static ReportSection Section { get; } = new("bias", "Where evidence lies", content => content.Results.Bias.Count > 0, WriteAsync);

    private static async Task WriteAsync(HtmlWriter html, ReportContent content, CancellationToken cancellation)
    {
        html.Add("h3", "What stands out");
        html.Add("p", "Findings whose whole 95 % interval lies above what an even map or chance would give, largest first. "
            + "With many categories a few stand out by chance: look at their photos before you believe them.");
        var found = BiasKind.StandingOut(content.Results.Bias);
        if (found.Count == 0)
            html.Add("p", "Nothing stands out.");
        foreach (var (kind, count, shown) in found)
        {
            html.Add("h4", kind.Title);
            html.Add("p", $"The number is the {kind.Meaning}." + (count > shown.Count
                ? $" The {Wording.Count(shown.Count)} largest of {Wording.Count(count)}; the table below has all." : ""));
            foreach (var finding in shown)
                await WriteAsync(html, content, finding, cancellation);
        }
        WriteTable(html, content.Results.Bias);
    }

    private static async Task WriteAsync(HtmlWriter html, ReportContent content, BiasFinding finding, CancellationToken cancellation)
    {
        html.Add("h5", Whose(finding));
        html.Add("p", Say(finding));
        await Gallery.WriteAsync(html, (await content.Pictures.OfFinding(finding, cancellation)).ToAsyncEnumerable(), 6, cancellation);
    }

    private static string Whose(BiasFinding finding) =>
        $"{finding.Category ?? (finding.Group is null ? "All photos" : "")}{(finding.Category is not null && finding.Group is not null ? ", " : "")}"
        + $"{(finding.Group is null ? "" : $"group {finding.Group}")} ({finding.Model}, {finding.Method})";

    private static string Say(BiasFinding finding) =>
        $"{Wording.Number(finding.Value)}, 95 % interval {Wording.Range(finding.Interval)}, {Wording.Counted(finding.Count, "photo")}"
        + (finding.Expected is { } expected ? $"; expected {Wording.Number(expected)}" : "")
        + (BiasKind.PlaceOf(finding) is { } place ? $"; at {place}" : "") + ".";

    private static void WriteTable(HtmlWriter html, IReadOnlyList<BiasFinding> findings)
    {
        var scale = Scale.Of(findings.SelectMany(finding => new[] { finding.Value, finding.Interval?.Low, finding.Interval?.High }));
        html.Add("h3", "All findings");
        Filter.Write(html, Rows, "Findings", [
            new("kind", "Kind", findings.Select(finding => BiasKind.Of(finding.Kind).Title)), new("category", "Category", null),
            new("model", "Model", findings.Select(finding => finding.Model)), new("method", "Method", findings.Select(finding => finding.Method)),
            new("group", "Group", findings.Select(finding => finding.Group).OfType<string>()),
        ]);
        using var box = html.Open("div", ("id", Rows));
        Table.Write(html, "Where evidence lies", [
            new("Kind", finding => BiasKind.Of(finding.Kind).Title),
            new("Category", finding => finding.Category),
            new("Group", finding => finding.Group),
            new("Model", finding => finding.Model),
            new("Method", finding => finding.Method),
            Column.Number<BiasFinding>("Value", finding => finding.Value),
            new("95 % interval", finding => Wording.Range(finding.Interval)) { Value = finding => finding.Interval?.Low },
            new(scale.Title, _ => "") { Draw = (html, finding) => IntervalBar.Write(html, scale, finding.Value, finding.Interval) },
            new("Expected", finding => finding.Expected is { } expected ? Wording.Number(expected) : null) { Value = finding => finding.Expected },
            Column.Count<BiasFinding>("Photos", finding => finding.Count),
            new("Place", BiasKind.PlaceOf),
            new("Stands out", finding => BiasKind.Of(finding.Kind).Excess(finding) is null ? "no" : "yes"),
        ], findings, finding => [
            ("data-kind", BiasKind.Of(finding.Kind).Title), ("data-category", finding.Category ?? ""), ("data-model", finding.Model),
            ("data-method", finding.Method), ("data-group", finding.Group ?? ""),
        ]);
    }
}
