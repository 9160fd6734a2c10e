using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>Whether a model and its maps do as well for one group of photos as for another.</summary>
internal static class GroupsSection
{
    public static ReportSection Section { get; } = ReportSection.Of("groups", "Groups", results => OfGroups(results).Any(), Write);

    private sealed record Row(string Name, string Model, string? Method, string? Threshold, IReadOnlyDictionary<string, FigureValue> Groups)
    {
        /// <summary>From the lowest group to the highest.</summary>
        public double? Gap =>
            Groups.Values.Select(figure => figure.Estimate.Mean).OfType<double>().ToList() is { Count: > 1 } means ? means.Max() - means.Min() : null;
    }

    private static IEnumerable<FigureValue> OfGroups(EvaluationResults results) =>
        results.Figures.Where(figure => figure is { Category: null, Group: not null });

    private static void Write(HtmlWriter html, EvaluationResults results)
    {
        var rows = OfGroups(results).GroupBy(figure => (figure.Name, figure.Model, figure.Method, figure.Threshold))
            .Select(set => new Row(set.Key.Name, set.Key.Model, set.Key.Method, set.Key.Threshold, set.ToDictionary(figure => figure.Group!)))
            .ToList();
        html.Add("p", "Every figure of each group's photos, with 95 % intervals and the number of photos, and how far the groups lie apart.");
        Table.Write(html, "Figures of each group", [
            new("Figure", row => FigureWords.Of(row.Name).Title), new("Model", row => row.Model), new("Method", row => row.Method),
            new("Threshold", row => row.Threshold),
            .. rows.SelectMany(row => row.Groups.Keys).Distinct().Order(StringComparer.Ordinal)
                .Select(group => Column.Mean<Row>(group, row => row.Groups.GetValueOrDefault(group)?.Estimate)),
            Column.Number<Row>("Largest gap", row => row.Gap),
        ], rows);
        if (results.Differences.Where(difference => difference.Kind == DifferencesSection.GroupKind).ToList() is not { Count: > 0 } differences)
            return;
        html.Add("h3", "Between groups");
        html.Add("p", "The first group minus the second; their photos are different ones.");
        DifferencesSection.WriteTable(html, "Differences between groups", differences);
    }
}
