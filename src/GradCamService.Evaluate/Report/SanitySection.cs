using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>Whether maps change when the network forgets what it has learnt: a row a layer, and a plain verdict.</summary>
internal static class SanitySection
{
    public static ReportSection Section { get; } = ReportSection.Of("sanity", "Sanity", results => results.Sanity.Count > 0, Write);

    /// <summary>What a verdict says of a method.</summary>
    internal static string Say(SanityVerdict verdict) => verdict switch
    {
        SanityVerdict.Passes => "Passes: its maps change with what the network has learnt.",
        SanityVerdict.Fails => "Fails: its maps stay much the same without what the network has learnt. They tell of the photo, not of the network.",
        _ => "Undecided: there are too few photos, or the interval holds both.",
    };

    private static void Write(HtmlWriter html, EvaluationResults results)
    {
        html.Add("p", "Layers are re-drawn at random from the top down, and the maps compared with those of the network as it was "
            + "(Adebayo et al. 2018): 1 is the same map, 0 an unrelated one. A method passes where the mean rank correlation with the wholly "
            + $"re-drawn network lies below {Wording.Exact(Sanity.MostAlike)} with its whole interval.");
        foreach (var rows in results.Sanity.GroupBy(row => (row.Model, row.Method)).Select(set => set.OrderBy(row => row.Depth).ToList()))
        {
            var title = $"{rows[0].Model}, {rows[0].Method}";
            html.Add("h3", title);
            html.Add("p", Say(Sanity.Judge(rows[^1].Spearman)), ("class", "verdict"));
            Table.Write(html, $"Likeness of maps, {title}", [
                new("Re-drawn down to", row => row.Layer), Column.Count<SanityRow>("Layers re-drawn", row => row.Depth),
                Column.Mean<SanityRow>("Spearman", row => row.Spearman), Bar("Spearman", row => row.Spearman),
                Column.Mean<SanityRow>("SSIM", row => row.Ssim), Bar("SSIM", row => row.Ssim),
            ], rows);
        }
    }

    private static Column<SanityRow> Bar(string name, Func<SanityRow, Statistics.Estimate> of)
    {
        var scale = new Scale(-1, 1);
        return new($"{name}, {scale.Title}", _ => "") { Draw = (html, row) => IntervalBar.Write(html, scale, of(row).Mean, of(row).Interval) };
    }
}
