using GradCamService.Evaluate.Measures;
using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>What a finding is shown by: the mean maps that it compares, and the photos in which it is plainest.</summary>
/// <param name="finding">Which.</param>
/// <param name="groups">Of the photos, by id.</param>
internal sealed class FindingExamples(BiasFinding finding, IReadOnlyDictionary<string, string> groups)
{
    private const int Shown = 3;

    private readonly List<Example> _photos = [];
    private readonly GridSum _first = new();
    private readonly GridSum _second = new();

    /// <summary>Plainest first; none of a finding about all photos together.</summary>
    public IReadOnlyList<Example> Photos => _photos;

    /// <summary>Where the evidence lies on average: of these photos and the others, or of right and wrong predictions. A set without photos is left out.</summary>
    public IReadOnlyList<MeanGrid> Means =>
    [
        .. new[] { _first.Mean(IsOfPredictions ? "right predictions" : "these photos"), _second.Mean(IsOfPredictions ? "wrong predictions" : "all others") }
            .OfType<MeanGrid>(),
    ];

    private bool IsOfPredictions => finding.Kind == BiasFinding.RightWrong;

    /// <summary>Looks at a photo, whether it is of the finding's or of those that they are compared with.</summary>
    public void Look(Seen seen)
    {
        if (seen.Model.Name != finding.Model || seen.OfPrediction is not { } map || !map.Curves.TryGetValue(MeasureTable.Grid, out var grid))
            return;
        var isOwn = (finding.Category is null || seen.Label == finding.Category)
            && (finding.Group is null || groups.GetValueOrDefault(seen.Image.Id) == finding.Group);
        if (!IsOfPredictions)
            (isOwn ? _first : _second).Add(grid);
        else if (isOwn && seen.Ranks is { } ranks)
            (ranks.Contains(0) ? _first : _second).Add(grid);
        if (isOwn && ValueOf(map, grid) is { } value)
            Keep(new Example(seen.Image.Id, value) { Prediction = map.Index });
    }

    /// <summary>The photo's own share of what the finding is about.</summary>
    private double? ValueOf(MapResult map, double[] grid) => finding.Cell is [var row, var column] ? grid[row * EvidenceGrid.Cells + column]
        : map.Values.TryGetValue(finding.Kind, out var value) ? value : null;

    private void Keep(Example example)
    {
        var place = _photos.FindIndex(other => example.Value > other.Value);
        _photos.Insert(place < 0 ? _photos.Count : place, example);
        if (_photos.Count > Shown)
            _photos.RemoveAt(Shown);
    }
}
