using System.Globalization;
using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>What boxes could reach were the threshold chosen well, and how it depends on the threshold.</summary>
internal static class BestThresholdsSection
{
    public static ReportSection Section { get; } =
        ReportSection.Of("thresholds", "Best thresholds", results => results.MaxBoxAcc.Count > 0, Write);

    private static void Write(HtmlWriter html, EvaluationResults results)
    {
        using (html.Open("p"))
        {
            html.Add("code", "maxBoxAcc");
            html.Text(" Share of photos whose largest segment's box is right, at the threshold that is best for all photos together "
                + "(Choe et al. 2020).");
        }
        var rows = results.MaxBoxAcc.ToList();
        Table.Write(html, "Accuracy of boxes at the best threshold", [
            new("Model", best => best.Model), new("Method", best => best.Method),
            new("IoU from", best => IoU(best.IoU)) { Value = best => best.IoU },
            new("Best threshold", best => best.Threshold is { } threshold ? IoU(threshold) : Wording.Nothing) { Value = best => best.Threshold },
            .. Column.Estimate<BestThreshold>(best => best.Accuracy, rows),
        ], rows);
        using var charts = html.Open("div", ("class", "charts"));
        foreach (var (group, i) in rows.Where(best => best.Curve.Count > 1).GroupBy(best => best.IoU).Select((group, i) => (group, i)))
            new LineChart($"thresholds-{i}", $"Accuracy of boxes at IoU {IoU(group.Key)}", "threshold, share of the map's maximum", "share of photos")
                .Write(html, [.. group.Select(best => new ChartLine($"{best.Model}, {best.Method}", best.Curve))]);
    }

    private static string IoU(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
