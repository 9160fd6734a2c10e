using GradCamService.Evaluate.Metrics;

namespace GradCamService.Evaluate.Measures;

/// <summary>Something that is measured of maps while they are there: a row of <see cref="MeasureTable"/>.</summary>
/// <param name="Metric">The metric that counts it.</param>
/// <param name="Takes">Of which maps.</param>
/// <param name="Of">Measures one.</param>
public sealed record Measure(string Metric, Func<MeasuredMap, bool> Takes, Func<MeasuredMap, Task> Of);

/// <summary>All that is measured of maps. Accuracy, boxes and peaks are told of every map, and need no row.</summary>
public static class MeasureTable
{
    public const string BoxIoUs = "boxIoUs";
    public const string EnergyInside = "energyInside";
    public const string OcclusionCorrelated = "occlusionCorrelation";
    public const string Deletion = "deletion";
    public const string Insertion = "insertion";
    public const string AverageDropped = "averageDrop";
    public const string Increased = "increaseInConfidence";
    public const string Grid = "grid";
    public const string Border = "border";
    public const string Outside = "outside";
    public const string SanitySpearman = "sanitySpearman";
    public const string SanitySsim = "sanitySsim";

    /// <summary>Corners, in the order in which one reads.</summary>
    public static IReadOnlyList<string> Corners { get; } = ["topLeft", "topRight", "bottomLeft", "bottomRight"];

    /// <summary>Where evidence may lie.</summary>
    public static IReadOnlyList<string> Places { get; } = [Border, .. Corners, Outside];

    // What says how faithful a map is asks the network about its own best prediction.
    public static IReadOnlyList<Measure> All { get; } =
    [
        new("localization", map => map is { IsLabel: true, HasHeatmap: true, Boxes.Count: > 0 }, OfBoxes),
        new("energy", map => map is { Category: not null, HasHeatmap: true, Boxes.Count: > 0 }, OfEnergy),
        new("occlusion-correlation", map => map is { IsPrediction: true, HasHeatmap: true }, OfOcclusion),
        new("deletion-insertion", map => map is { IsPrediction: true, HasHeatmap: true }, OfDeletion),
        new("average-drop", map => map is { IsPrediction: true, HasHeatmap: true }, OfDrop),
        new("bias", map => map is { IsPrediction: true, HasHeatmap: true }, OfPlaces),
    ];

    private static Task OfBoxes(MeasuredMap map)
    {
        map.Curves[BoxIoUs] = MaxBoxAccuracy.IoUs(map.Heatmap, map.Explanation.Photo.Placement, map.Boxes);
        return Task.CompletedTask;
    }

    private static Task OfEnergy(MeasuredMap map)
    {
        map.Put(EnergyInside, Energy.Inside(map.Heatmap, map.Explanation.Photo.Placement, map.Boxes));
        return Task.CompletedTask;
    }

    private static async Task OfOcclusion(MeasuredMap map)
    {
        var photo = map.Explanation.Photo;
        var windows = OcclusionCorrelation.Windows(photo.Placement, map.Plan.Occlusion.Patch, map.Plan.Occlusion.Stride);
        var hidden = await map.Ask(windows.Count, (number, copy) =>
        {
            photo.Values.CopyTo(copy, 0);
            OcclusionCorrelation.Hide(copy, photo.Placement.InputHeight, photo.Placement.InputWidth, windows[number]);
        });
        map.Put(OcclusionCorrelated, OcclusionCorrelation.Of(
            map.Heatmap, photo.Placement.InputWidth, windows, [.. hidden.Select(score => (double)map.Explanation.Score - score.Score)]));
    }

    private static async Task OfDeletion(MeasuredMap map)
    {
        var photo = map.Explanation.Photo;
        var steps = new DeletionInsertion(photo.Values, map.Heatmap, photo.Placement);
        foreach (var (name, alter) in new[] { (Deletion, (Action<int, float[]>)((step, copy) => steps.Delete(step, copy))), (Insertion, (step, copy) => steps.Insert(step, copy)) })
        {
            var scores = await map.Ask(DeletionInsertion.Steps + 1, alter);
            if (scores.Any(score => score.Probability is not { } share || !double.IsFinite(share)))
                continue;
            map.Curves[name] = [.. scores.Select(score => score.Probability!.Value)];
            map.Put(name, DeletionInsertion.Area(map.Curves[name]));
        }
    }

    private static async Task OfDrop(MeasuredMap map)
    {
        var photo = map.Explanation.Photo;
        var kept = (await map.Ask(1, (_, copy) => AverageDrop.Keep(photo.Values, map.Heatmap, photo.Placement, copy)))[0].Probability;
        if ((map.Explanation.Probability, kept) is not ({ } whole, { } part))
            return;
        map.Put(AverageDropped, AverageDrop.Drop(whole, part));
        map.Put(Increased, AverageDrop.Increase(whole, part));
    }

    private static Task OfPlaces(MeasuredMap map)
    {
        var (heatmap, placement) = (map.Heatmap, map.Explanation.Photo.Placement);
        if (EvidenceGrid.Of(heatmap, placement) is not { } grid || EvidencePlaces.Of(heatmap, placement) is not { } places)
            return Task.CompletedTask;
        map.Curves[Grid] = Array.ConvertAll(grid, value => (double)value);
        map.Put(Border, places.Border);
        foreach (var (name, share) in Corners.Zip([places.TopLeft, places.TopRight, places.BottomLeft, places.BottomRight]))
            map.Put(name, share);
        var boxes = map.Image.Objects.Select(item => item.Box).OfType<Explain.Imaging.PixelBox>().ToList();
        if (boxes.Count > 0)
            map.Put(Outside, 1 - Energy.Inside(heatmap, placement, boxes));
        return Task.CompletedTask;
    }
}
