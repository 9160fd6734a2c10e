using GradCamService.Evaluate.Measures;
using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>What the report says of a kind of finding: a row of <see cref="All"/>.</summary>
/// <param name="Name">As results write it.</param>
/// <param name="Title">Over its findings.</param>
/// <param name="Meaning">What the number is.</param>
internal sealed record BiasKind(string Name, string Title, string Meaning)
{
    // Of each kind: further ones are in the table.
    private const int MostShown = 6;

    /// <summary>From where on a finding stands out that nothing even can be compared with.</summary>
    public double? Limit { get; init; }

    public static IReadOnlyList<BiasKind> All { get; } =
    [
        new(MeasureTable.Outside, "Outside the object",
            "share of the evidence outside the object's boxes; it stands out where that is more than half")
        { Limit = 0.5 },
        new(MeasureTable.Border, "At the border", "share of the evidence in the outer tenth"),
        .. MeasureTable.Corners.Select(corner => new BiasKind(
            corner, Wording.Title(corner) + " corner", "share of the evidence in this corner, a fifth by a fifth")),
        new(BiasFinding.AtFixedPlace, "At a fixed place", "share of the evidence in one place beyond what other photos have there, as a watermark draws it"),
        new(BiasFinding.RightWrong, "Right and wrong differ", "Jensen–Shannon distance of the mean maps of right and wrong predictions, beyond chance"),
    ];

    /// <summary>A kind that is not listed is called by its name.</summary>
    public static BiasKind Of(string name) => All.FirstOrDefault(kind => kind.Name == name) ?? new(name, Wording.Title(name), "");

    /// <summary>How far the whole interval lies above what was to be expected; null where it does not.</summary>
    public double? Excess(BiasFinding finding) =>
        (finding.Expected ?? Limit) is { } expected && finding.Interval is { } interval && interval.Low > expected ? interval.Low - expected : null;

    /// <summary>By kind, how many findings stand out, and those that are shown with pictures, largest first.</summary>
    public static IReadOnlyList<(BiasKind Kind, int Count, IReadOnlyList<BiasFinding> Shown)> StandingOut(IReadOnlyList<BiasFinding> findings) =>
    [
        .. All.Select(kind => (Kind: kind, Findings: findings.Where(finding => finding.Kind == kind.Name && kind.Excess(finding) is not null)
                .OrderByDescending(kind.Excess).ToList()))
            .Where(each => each.Findings.Count > 0)
            .Select(each => (each.Kind, each.Findings.Count, (IReadOnlyList<BiasFinding>)[.. each.Findings.Take(MostShown)])),
    ];

    /// <summary>Where a fixed place lies, in words.</summary>
    public static string? PlaceOf(BiasFinding finding) => finding.Cell is not [var row, var column] ? null
        : $"row {Wording.Count(row + 1)}, column {Wording.Count(column + 1)} of {EvidenceGrid.Cells} × {EvidenceGrid.Cells}";
}
