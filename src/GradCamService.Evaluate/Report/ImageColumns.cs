using CsvHelper;
using GradCamService.Evaluate.Measures;
using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Results;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Outputs;

namespace GradCamService.Evaluate.Report;

/// <summary>A column of <c>images.csv</c>. What a row does not have is an empty field.</summary>
/// <param name="Name">Of its head.</param>
/// <param name="Write">Writes one field.</param>
internal sealed record ImageColumn(string Name, Action<CsvWriter, ImageRow> Write);

/// <summary>All columns of an evaluation.</summary>
internal static class ImageColumns
{
    // As '=' and its like in a spreadsheet that speaks Japanese; the writer knows only ASCII.
    private const string WideSigns = "＝＋－＠";

    // Of a box, in the order of its numbers.
    private static readonly string[] Sides = ["x", "y", "width", "height"];

    // Quantities of maps, with the metric that measures them.
    private static readonly (string Metric, string Name)[] Quantities =
    [
        ("energy", MeasureTable.EnergyInside),
        ("occlusion-correlation", MeasureTable.OcclusionCorrelated),
        ("deletion-insertion", MeasureTable.Deletion),
        ("deletion-insertion", MeasureTable.Insertion),
        ("average-drop", MeasureTable.AverageDropped),
        ("average-drop", MeasureTable.Increased),
        .. MeasureTable.Places.Select(place => ("bias", place)),
    ];

    public static IEnumerable<ImageColumn> Of(EvaluationPlan plan) =>
    [
        Text("model", row => row.Model.Name),
        Text("image", row => row.Image.Id),
        .. plan.Groups.Count > 0 ? [Text("group", row => row.Plan.Groups.GetValueOrDefault(row.Image.Id))] : Array.Empty<ImageColumn>(),
        Text("label", row => row.Image.Objects[0].Category),
        Number("top1", row => Rank(row) is { } ranks ? ranks.Contains(0) ? 1 : 0 : null),
        Number("top5", row => Rank(row) is { } ranks ? ranks.Count > 0 ? 1 : 0 : null),
        Text("category", row => row.Map?.Category),
        Text("concept", row => row.Map?.Concept),
        Text("method", row => row.Map?.Method),
        Number("score", row => row.Map?.Score),
        Number("probability", row => row.Map?.Probability),
        Text("status", row => row.Map?.Status),
        Number("peakX", row => row.Map?.Peak?[0]),
        Number("peakY", row => row.Map?.Peak?[1]),
        Number("pointingHit", row => HasBoxes(row) ? Pointing.Hits(Peak(row.Map!), Boxes(row), row.Plan.PointingTolerance) ? 1 : 0 : null),
        .. plan.Thresholds.SelectMany((threshold, place) => BoxColumns(threshold.Name, place)),
        .. Quantities.Where(quantity => plan.Metrics.Contains(quantity.Metric))
            .Select(quantity => Number(quantity.Name, row => Value(row, quantity.Name))),
        Text("problem", row => row.Result.Problem),
    ];

    private static IEnumerable<ImageColumn> BoxColumns(string threshold, int place) =>
    [
        .. Sides.Select((side, i) => Number($"{side}@{threshold}", row => row.Map?.Boxes[place]?[i])),
        Number($"iou@{threshold}", row => IoU(row, place)),
        Number($"boxHit@{threshold}", row => IoU(row, place) is { } iou ? iou >= BoxLocalization.LeastIoU ? 1 : 0 : null),
    ];

    private static ImageColumn Text(string name, Func<ImageRow, string?> of) => new(name, (csv, row) => csv.WriteField(Guarded(of(row))));

    private static ImageColumn Number(string name, Func<ImageRow, double?> of) => new(name, (csv, row) => csv.WriteField(Finite.OrNull(of(row))));

    private static string? Guarded(string? text) => text is [var first, ..] && WideSigns.Contains(first) ? "'" + text : text;

    private static IReadOnlyList<int>? Rank(ImageRow row) =>
        row.Result.Problem is null ? new Seen(row.Plan, row.Model, row.Image, row.Result, row.Map?.Method ?? "", 0).Ranks : null;

    private static PixelBox[] Boxes(ImageRow row) =>
        [.. row.Image.Objects.Where(item => item.Category == row.Map?.Category).Select(item => item.Box).OfType<PixelBox>()];

    private static bool HasBoxes(ImageRow row) => Boxes(row).Length > 0;

    private static (int X, int Y)? Peak(MapResult map) => map.Peak is [var x, var y] ? (x, y) : null;

    /// <summary>The highest with any box of the category: 0 where the map finds nothing, null where there is no such box.</summary>
    private static double? IoU(ImageRow row, int threshold) => !HasBoxes(row) ? null
        : row.Map!.Boxes[threshold] is [var x, var y, var width, var height] ? BoxOverlap.Best(new PixelBox(x, y, width, height), Boxes(row)) : 0;

    private static double? Value(ImageRow row, string name) => row.Map?.Values.TryGetValue(name, out var value) == true ? value : null;
}
