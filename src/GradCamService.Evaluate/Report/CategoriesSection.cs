using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>A row for each category, model and method, a column for each figure and threshold.</summary>
internal static class CategoriesSection
{
    private const string Rows = "category-rows";

    public static ReportSection Section { get; } = ReportSection.Of("categories", "Categories", results => OfCategories(results).Any(), Write);

    private sealed record Row(
        string Category, string? Group, string Model, string Method, IReadOnlyDictionary<(string Name, string? Threshold), FigureValue> Figures);

    private static IEnumerable<FigureValue> OfCategories(EvaluationResults results) => results.Figures.Where(figure => figure.Category is not null);

    private static void Write(HtmlWriter html, EvaluationResults results)
    {
        var figures = OfCategories(results).ToList();
        var rows = figures.GroupBy(figure => (Category: figure.Category!, figure.Group, figure.Model))
            .SelectMany(set => results.Methods.Select(method => new Row(set.Key.Category, set.Key.Group, set.Key.Model, method,
                set.Where(figure => figure.Method is null || figure.Method == method).ToDictionary(figure => (figure.Name, figure.Threshold)))))
            .ToList();
        html.Add("p", "Means over the photos whose label is the category, with 95 % intervals and the number of photos.");
        Filter.Write(html, Rows, "Categories", [
            new("category", "Category", null), new("model", "Model", rows.Select(row => row.Model)),
            new("method", "Method", rows.Select(row => row.Method)),
        ]);
        using var box = html.Open("div", ("id", Rows));
        Table.Write(html, "Figures of each category", [
            new("Category", row => row.Category), new("Group", row => row.Group), new("Model", row => row.Model), new("Method", row => row.Method),
            .. figures.Select(figure => (figure.Name, figure.Threshold)).Distinct().Select(key => Column.Mean<Row>(
                key.Threshold is null ? FigureWords.Of(key.Name).Title : $"{FigureWords.Of(key.Name).Title}, {key.Threshold}",
                row => row.Figures.GetValueOrDefault(key)?.Estimate)),
        ], rows, row => [("data-category", row.Category), ("data-model", row.Model), ("data-method", row.Method)]);
    }
}
