using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>How models and methods differ on the same photos.</summary>
internal static class DifferencesSection
{
    /// <summary>As results name it: a difference that is not paired, and stands with the groups.</summary>
    public const string GroupKind = "group";

    public static ReportSection Section { get; } = ReportSection.Of("differences", "Differences", results => Paired(results).Any(), Write);

    /// <summary>A table of differences.</summary>
    public static void WriteTable(HtmlWriter html, string caption, IReadOnlyCollection<FigureDifference> differences)
    {
        var scale = Scale.Around0(differences.Select(each => each.Comparison)
            .SelectMany(each => new[] { each.Difference, each.Interval?.Low, each.Interval?.High }));
        Table.Write(html, caption, [
            new("Figure", each => FigureWords.Of(each.Name).Title),
            new("First", each => each.One) { Note = each => Wording.Number(each.Comparison.One.Mean) },
            new("Second", each => each.Other) { Note = each => Wording.Number(each.Comparison.Other.Mean) },
            new("Model", each => each.Model),
            new("Method", each => each.Method),
            new("Threshold", each => each.Threshold),
            Column.Number<FigureDifference>("Difference", each => each.Comparison.Difference),
            new("95 % interval", each => Wording.Range(each.Comparison.Interval)) { Value = each => each.Comparison.Interval?.Low },
            new(scale.Title, _ => "") { Draw = (html, each) => IntervalBar.Write(html, scale, each.Comparison.Difference, each.Comparison.Interval) },
            new("Photos", Photos) { Value = each => each.Comparison.One.Count },
            new("Do they differ?", each => Verdict(each)),
        ], differences);
    }

    /// <summary>Whether the interval of the difference excludes 0, in a word.</summary>
    internal static string Verdict(FigureDifference difference)
    {
        var more = FigureWords.Of(difference.Name).MoreIsBetter;
        return difference.Comparison.Interval switch
        {
            null => "too few photos",
            { Low: > 0 } => "yes: higher" + Better(more),
            { High: < 0 } => "yes: lower" + Better(!more),
            _ => "not shown",
        };
    }

    private static string Better(bool? isBetter) => isBetter switch
    {
        true => ", better",
        false => ", worse",
        null => "",
    };

    // Groups have photos of their own; what is paired has the same.
    private static string Photos(FigureDifference difference)
    {
        var (one, other) = (Wording.Count(difference.Comparison.One.Count), Wording.Count(difference.Comparison.Other.Count));
        return difference.Kind == GroupKind ? $"{one} / {other}" : one;
    }

    private static IEnumerable<FigureDifference> Paired(EvaluationResults results) =>
        results.Differences.Where(difference => difference.Kind != GroupKind);

    private static void Write(HtmlWriter html, EvaluationResults results)
    {
        html.Add("p", "The first minus the second, paired on the same photos. Where the interval excludes 0, the two differ; where it does not, "
            + "these photos do not show a difference, which is not to say that there is none.");
        foreach (var kind in Paired(results).GroupBy(difference => difference.Kind))
        {
            var title = $"Between {kind.Key}s";
            html.Add("h3", title);
            WriteTable(html, title, kind.ToList());
        }
    }
}
