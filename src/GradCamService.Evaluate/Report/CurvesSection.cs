using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>How the probability falls and rises as pixels go and come.</summary>
internal static class CurvesSection
{
    public static ReportSection Section { get; } = ReportSection.Of("curves", "Deletion and insertion", results => Shown(results).Any(), Write);

    private static IEnumerable<MeanCurve> Shown(EvaluationResults results) => results.Curves.Where(curve => curve.Values.Count > 1);

    private static void Write(HtmlWriter html, EvaluationResults results)
    {
        html.Add("p", "The mean probability of the prediction while the pixels that matter most by the map are removed (a good map makes it fall "
            + "early), or revealed (a good map makes it rise early). The areas under these curves are among the figures.");
        using var charts = html.Open("div", ("class", "charts"));
        foreach (var curves in Shown(results).GroupBy(curve => curve.Name))
            new LineChart($"curve-{curves.Key}", Wording.Title(curves.Key), "share of the pixels", "mean probability")
                .Write(html, [.. curves.Select(curve =>
                    new ChartLine($"{curve.Model}, {curve.Method} (n {Wording.Count(curve.Count)})", curve.Values))]);
    }
}
