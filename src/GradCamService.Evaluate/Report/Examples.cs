using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Results;
using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Report;

/// <summary>A photo that is shown.</summary>
/// <param name="Image">Its id.</param>
/// <param name="Value">By which it was chosen.</param>
internal readonly record struct Example(string Image, double Value)
{
    /// <summary>The predicted class, by its position among the outputs, where the photo is shown for it.</summary>
    public int? Prediction { get; init; }
}

/// <summary>The photos that a report shows: the best and the worst, and those in which a finding is plainest.</summary>
internal sealed class Examples
{
    private const int Shown = 12;

    private readonly Dictionary<BiasFinding, FindingExamples> _ofFindings;

    /// <param name="plan">What was evaluated.</param>
    /// <param name="pieces">Read one by one.</param>
    /// <param name="findings">Those that are shown.</param>
    public Examples(EvaluationPlan plan, IEnumerable<PieceResult> pieces, IEnumerable<BiasFinding> findings)
    {
        _ofFindings = findings.ToDictionary(finding => finding, finding => new FindingExamples(finding, plan.Groups));
        var ranked = new List<Example>();
        foreach (var piece in pieces.Where(piece => piece.Piece.Depth == 0))
            foreach (var (image, result) in plan.ImagesOf(piece.Piece).Zip(piece.Images).Where(pair => pair.Second.Size is not null))
            {
                var cut = image with { Objects = image.ObjectsOn(result.Size![0], result.Size[1]) };
                var seen = new Seen(plan, plan.Models[piece.Piece.Model], cut, result, plan.Methods[0].Name, 0);
                if (piece.Piece.Model == 0 && seen.OfLabel?.Boxes[0] is [var x, var y, var width, var height] && seen.BoxesOf(seen.Label) is { Count: > 0 } boxes)
                    Keep(ranked, new Example(image.Id, BoxOverlap.Best(new PixelBox(x, y, width, height), boxes)));
                foreach (var (finding, found) in _ofFindings)
                    found.Look(seen with { Method = finding.Method });
            }
        ranked = [.. ranked.OrderByDescending(example => example.Value).ThenBy(example => example.Image, StringComparer.Ordinal)];
        Best = [.. ranked.Take(Shown)];
        Worst = [.. ranked.AsEnumerable().Reverse().Take(Shown).Where(example => !Best.Contains(example))];
    }

    /// <summary>Whose box meets the object's best, best first.</summary>
    public IReadOnlyList<Example> Best { get; }

    /// <summary>Worst first.</summary>
    public IReadOnlyList<Example> Worst { get; }

    /// <summary>What shows a finding; null for one that is not shown.</summary>
    public FindingExamples? Of(BiasFinding finding) => _ofFindings.GetValueOrDefault(finding);

    /// <summary>Keeps the ends of a list that may be as long as the dataset.</summary>
    private static void Keep(List<Example> ranked, Example example)
    {
        ranked.Add(example);
        if (ranked.Count < Shown * 8)
            return;
        ranked.Sort((one, other) => one.Value.CompareTo(other.Value) is not 0 and var order ? order : string.CompareOrdinal(one.Image, other.Image));
        ranked.RemoveRange(Shown, ranked.Count - (2 * Shown));
    }
}
