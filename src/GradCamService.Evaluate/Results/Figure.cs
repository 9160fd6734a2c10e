using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Measures;
using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Plans;
using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Results;

/// <summary>A figure: the mean of a quantity over photos. A row of <see cref="FigureTable"/>.</summary>
/// <param name="Name">As <c>results.json</c> writes it.</param>
/// <param name="Metric">To which metric it belongs.</param>
/// <param name="Meaning">For the report, in a sentence.</param>
/// <param name="Of">The quantity of a photo; null where it is not defined.</param>
public sealed record Figure(string Name, string Metric, string Meaning, Func<Seen, double?> Of)
{
    /// <summary>Whether each method has its own.</summary>
    public bool IsOfMethod { get; init; } = true;

    /// <summary>Whether each threshold has its own.</summary>
    public bool IsOfThreshold { get; init; }

    /// <summary>Whether a larger value is better.</summary>
    public bool MoreIsBetter { get; init; } = true;
}

/// <summary>What one model made of one photo, looked at for one method and one threshold.</summary>
/// <param name="Plan">The evaluation's.</param>
/// <param name="Model">Which.</param>
/// <param name="Image">The photo.</param>
/// <param name="Result">What was found.</param>
/// <param name="Method">Of the maps.</param>
/// <param name="Threshold">Its place among the plan's.</param>
public sealed record Seen(EvaluationPlan Plan, EvaluatedModel Model, DatasetImage Image, ImageResult Result, string Method, int Threshold)
{
    /// <summary>The category of the photo's first object.</summary>
    public string Label => Image.Objects[0].Category;

    /// <summary>The map of the photo's label; null where the model does not know it.</summary>
    public MapResult? OfLabel => Result.Maps.FirstOrDefault(map => map.Method == Method && map.Category == Label);

    /// <summary>The map of the model's best prediction.</summary>
    public MapResult? OfPrediction => Result.Predictions is [var best, ..] ? OfClass(best.Index) : null;

    /// <summary>The map of a class.</summary>
    public MapResult? OfClass(int index) => Result.Maps.FirstOrDefault(map => map.Method == Method && map.Index == index);

    /// <summary>The boxes of a category.</summary>
    public IReadOnlyList<PixelBox> BoxesOf(string category) =>
        [.. Image.Objects.Where(item => item.Category == category).Select(item => item.Box).OfType<PixelBox>()];

    /// <summary>Which of the best predictions are the photo's label: 0 for the best; empty where none is. Null where the model does not know the label.</summary>
    public IReadOnlyList<int>? Ranks => !Model.Concepts.TryGetValue(Label, out var concept) ? null
        : [.. Enumerable.Range(0, Result.Predictions.Count).Where(rank => concept.Index is { } index
            ? Result.Predictions[rank].Index == index : concept.Members!.Contains(Result.Predictions[rank].Index))];

    /// <summary>Whether a map's box at the threshold meets the label's.</summary>
    public bool Finds(MapResult? map) => map?.Boxes[Threshold] is [var x, var y, var width, var height]
        && BoxOverlap.Best(new PixelBox(x, y, width, height), BoxesOf(Label)) >= BoxLocalization.LeastIoU;

    /// <summary>Whether a map's peak lies in a box of a category; null where there is no such box or map.</summary>
    public double? Points(string category) => BoxesOf(category) is { Count: > 0 } boxes
        && Result.Maps.FirstOrDefault(map => map.Method == Method && map.Category == category) is { } map
            ? Pointing.Hits(map.Peak is [var x, var y] ? (x, y) : null, boxes, Plan.PointingTolerance) ? 1 : 0 : null;
}

/// <summary>All figures that are means over photos.</summary>
public static class FigureTable
{
    public static IReadOnlyList<Figure> All { get; } =
    [
        new("top1", "accuracy", "Share of photos whose label is the best prediction.", seen => seen.Ranks is { } ranks ? ranks.Contains(0) ? 1 : 0 : null)
        { IsOfMethod = false },
        new("top5", "accuracy", "Share of photos whose label is among the five best.", seen => seen.Ranks is { } ranks ? ranks.Count > 0 ? 1 : 0 : null)
        { IsOfMethod = false },
        Localization("localizationErrorTop1", "Share of photos whose best prediction is wrong or whose box misses (IoU < 0.5).",
            seen => seen.Ranks!.Contains(0) && seen.Finds(seen.OfPrediction)),
        Localization("localizationErrorTop5", "The same, where any of the five best may be right, each with its own map.",
            seen => seen.Ranks!.Any(rank => seen.Finds(seen.OfClass(seen.Result.Predictions[rank].Index)))),
        Localization("localizationErrorGtKnown", "Share of photos where the box of the label's own map misses.", seen => seen.Finds(seen.OfLabel)),
        new("pointing", "pointing", "Share of photos where the highest pixel of the label's map lies in a box of it.", seen => seen.Points(seen.Label)),
        new("energyInside", "energy", "Share of the label's map that lies in its boxes.", seen => Value(seen.OfLabel, MeasureTable.EnergyInside)),
        new("occlusionCorrelation", "occlusion-correlation", "Rank correlation of the map with the drop of the score where a patch is hidden.",
            seen => Value(seen.OfPrediction, MeasureTable.OcclusionCorrelated)),
        new("deletion", "deletion-insertion", "Area under the probability while the most important pixels are removed.",
            seen => Value(seen.OfPrediction, MeasureTable.Deletion))
        { MoreIsBetter = false },
        new("insertion", "deletion-insertion", "Area under the probability while the most important pixels are revealed.",
            seen => Value(seen.OfPrediction, MeasureTable.Insertion)),
        new("averageDrop", "average-drop", "How much probability is lost where only the map's regions are seen.",
            seen => Value(seen.OfPrediction, MeasureTable.AverageDropped))
        { MoreIsBetter = false },
        new("increaseInConfidence", "average-drop", "Share of photos whose probability rises then.", seen => Value(seen.OfPrediction, MeasureTable.Increased)),
    ];

    private static Figure Localization(string name, string meaning, Func<Seen, bool> isRight) => new(name, "localization", meaning,
        seen => seen.Ranks is null || seen.BoxesOf(seen.Label).Count == 0 ? null : isRight(seen) ? 0 : 1)
    {
        IsOfThreshold = true,
        MoreIsBetter = false,
    };

    private static double? Value(MapResult? map, string name) => map?.Values.TryGetValue(name, out var value) == true ? value : null;
}
