using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Runs;
using Xunit;

namespace GradCamService.Evaluate.Tests.Runs;

/// <summary>From files to figures: what a dataset is written in makes no difference, not in the last bit.</summary>
public sealed class FiveLayoutsTests(Device device) : IClassFixture<Device>
{
    private const int Photos = 24;

    // Of the device's photos.
    private const int Width = 90;
    private const int Height = 80;

    private static readonly string[] WithoutBoxes = ["accuracy", "bias"];
    private static readonly string[] All = [.. WithoutBoxes, "localization", "pointing", "energy"];

    [Fact]
    public async Task A_dataset_has_the_same_figures_in_each_layout_with_boxes()
    {
        var table = await FiguresAsync("table", All);

        Assert.Contains(table, figure => figure.StartsWith("localizationErrorGtKnown ", StringComparison.Ordinal));
        foreach (var layout in new[] { "ILSVRC", "VOC", "COCO" })
            Assert.Equal(table, await FiguresAsync(layout, All));
    }

    [Fact]
    public async Task A_folder_a_class_has_the_figures_that_need_no_boxes()
    {
        var folders = await FiguresAsync("folders", WithoutBoxes);

        Assert.Contains(folders, figure => figure.StartsWith("top1 ", StringComparison.Ordinal));
        Assert.Contains(folders, figure => figure.StartsWith("border ", StringComparison.Ordinal));
        // What lies outside of boxes is told where there are some.
        Assert.Equal((await FiguresAsync("table", WithoutBoxes)).Where(figure => !figure.StartsWith("outside ", StringComparison.Ordinal)), folders);
    }

    /// <summary>Every figure with its interval and counts, as texts that are as exact as the numbers, in an order that categories' names do not decide.</summary>
    private async Task<IReadOnlyList<string>> FiguresAsync(string layout, IEnumerable<string> metrics)
    {
        var photos = device.Plan(Photos, []).Images.Select(image => File.ReadAllBytes(image.Path)).ToList();
        using var folder = new FiveLayouts(photos, Width, Height).Of(layout);
        var dataset = folder.Read();
        var plan = device.Plan(1, metrics, "grad-cam") with
        {
            Dataset = dataset,
            Images = dataset.Images,
            Models =
            [
                new EvaluatedModel(device.Model, device.Model.DefaultLayer, Explain.Imaging.Fit.Stretch,
                    dataset.Categories.ToDictionary(category => category.Key, category => device.Model.Concepts.ClassAt(Plain(category.Key) == "cat" ? 9 : 4))),
            ],
        };
        Assert.Equal(Photos, plan.Images.Count);
        var runner = new PieceRunner(plan, device.Queue);
        var pieces = new List<PieceResult>();
        foreach (var piece in plan.Pieces)
            pieces.Add(await runner.RunAsync(piece, TestContext.Current.CancellationToken));
        var results = ResultsBuilder.Build(plan, pieces, Frame);
        return
        [
            .. results.Figures.Select(figure => FormattableString.Invariant(
                    $"{figure.Name} {figure.Threshold} {Plain(figure.Category)}: {figure.Estimate.Mean:R} {figure.Estimate.Interval?.Low:R} {figure.Estimate.Interval?.High:R} {figure.Estimate.Count} {figure.Estimate.Missing}"))
                .Concat(results.MaxBoxAcc.Select(best => FormattableString.Invariant(
                    $"maxBoxAcc {best.IoU:R}: {best.Threshold:R} {best.Accuracy.Mean:R} {best.Accuracy.Interval?.Low:R} {best.Accuracy.Interval?.High:R} {string.Join(' ', best.Curve)}")))
                .Concat(results.Bias.Select(finding => FormattableString.Invariant(
                    $"{finding.Kind} {Plain(finding.Category)}: {finding.Value:R} {finding.Interval?.Low:R} {finding.Interval?.High:R} {finding.Count}")))
                .Concat(results.Failures.Select(failure => FormattableString.Invariant(
                    $"failure {Path.GetFileName(failure.Image)} {Plain(failure.Label)}: {failure.PredictedIndex} {failure.Confidence:R} {failure.LabelProbability:R}")))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string? Plain(string? category) => category switch { FiveLayouts.Cat => "cat", FiveLayouts.Dog => "dog", _ => category };

    private static EvaluationResults Frame => new()
    {
        Version = "1",
        Arguments = new Dictionary<string, object?>(),
        Dataset = new DatasetSummary("made", "", "", Photos, 2, [], new Dictionary<string, IReadOnlyList<string>>()),
        Models = [],
        Methods = [],
        Thresholds = [],
    };
}
