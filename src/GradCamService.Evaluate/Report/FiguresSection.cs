using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>Every figure over all photos, a table each: a row a model, method and threshold.</summary>
internal static class FiguresSection
{
    public static ReportSection Section { get; } = ReportSection.Of("figures", "Figures", results => Overall(results).Any(), Write);

    private static IEnumerable<FigureValue> Overall(EvaluationResults results) =>
        results.Figures.Where(figure => figure is { Category: null, Group: null });

    private static void Write(HtmlWriter html, EvaluationResults results)
    {
        html.Add("p", "Means over photos, each with its 95 % bootstrap interval and the number of photos it is counted on. "
            + "Photos without the quantity are counted apart.");
        foreach (var figures in Overall(results).GroupBy(figure => figure.Name))
        {
            var (words, rows) = (FigureWords.Of(figures.Key), figures.ToList());
            html.Add("h3", words.Title);
            using (html.Open("p"))
            {
                html.Add("code", figures.Key);
                html.Text($" {words.Meaning} {words.Direction}");
            }
            Table.Write(html, words.Title, [
                new("Model", figure => figure.Model), new("Method", figure => figure.Method), new("Threshold", figure => figure.Threshold),
                .. Column.Estimate<FigureValue>(figure => figure.Estimate, rows),
            ], rows);
        }
    }
}
