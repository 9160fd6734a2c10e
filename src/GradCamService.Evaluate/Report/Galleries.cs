using System.Globalization;
using System.Runtime.CompilerServices;
using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Runs;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Pictures;
using GradCamService.Explain.Queue;
using GradCamService.Explain.Targets;

namespace GradCamService.Evaluate.Report;

/// <summary>Draws what a report shows, by explaining those photos once more, one at a time.</summary>
/// <param name="plan">What was evaluated; pictures are of its first method, those of a finding of the finding's.</param>
/// <param name="queue">Whose device thread runs.</param>
/// <param name="examples">Which photos are shown.</param>
internal sealed class Galleries(EvaluationPlan plan, InferenceQueue queue, Examples examples)
{
    // Wide enough to see what is on a photo; a hundred failures with three each make some megabytes.
    private const int Side = 224;
    private const int MostFailures = 100;

    private int _failures;

    public ReportPictures Pictures => new()
    {
        Best = examples.Best.Count == 0 ? null : OfAsync(examples.Best),
        Worst = examples.Worst.Count == 0 ? null : OfAsync(examples.Worst),
        OfFailure = OfFailureAsync,
        OfFinding = OfFindingAsync,
    };

    private async IAsyncEnumerable<GalleryItem> OfAsync(IReadOnlyList<Example> shown, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var example in shown)
        {
            var (model, label) = (plan.Models[0], ImageOf(example.Image).Objects[0].Category);
            var pictures = model.Concepts.TryGetValue(label, out var concept)
                ? await DrawAsync(model, plan.Methods[0], example.Image, cancellation, (label, TargetOf(model, concept))) : [];
            var overlap = string.Create(CultureInfo.InvariantCulture, $"IoU {example.Value:0.00}");
            // Pictures say under them what they are of.
            yield return new GalleryItem(example.Image, pictures.Count > 0 ? [overlap] : [label, overlap], pictures);
        }
    }

    /// <summary>The predicted class, the true one, and what speaks for the true one rather than the predicted.</summary>
    private async ValueTask<IReadOnlyList<ReportPicture>> OfFailureAsync(Failure failure, CancellationToken cancellation)
    {
        var model = plan.Models.First(model => model.Name == failure.Model);
        if (_failures++ >= MostFailures || !model.Concepts.TryGetValue(failure.Label, out var label))
            return [];
        var predicted = model.Model.Concepts.ClassAt(failure.PredictedIndex);
        return await DrawAsync(model, plan.Methods[0], failure.Image, cancellation,
            (failure.Predicted, TargetOf(model, predicted)),
            (failure.LabelName, TargetOf(model, label)),
            ($"{failure.LabelName} rather than {failure.Predicted}", TargetOf(model, label, predicted)));
    }

    /// <summary>The mean maps that a finding compares, then the photos in which it is plainest, with the map of what was predicted.</summary>
    private async ValueTask<IReadOnlyList<GalleryItem>> OfFindingAsync(BiasFinding finding, CancellationToken cancellation)
    {
        if (examples.Of(finding) is not { } found)
            return [];
        var items = new List<GalleryItem>();
        if (found.Means is { Count: > 0 } means)
            items.Add(new GalleryItem("Mean maps", ["Where evidence lies on average; yellow is most, on one scale."], Draw(means, finding.Cell)));
        var model = plan.Models.First(model => model.Name == finding.Model);
        foreach (var example in found.Photos)
        {
            var predicted = model.Model.Concepts.ClassAt(example.Prediction!.Value);
            items.Add(new GalleryItem(
                example.Image,
                [$"Label: {ImageOf(example.Image).Objects[0].Category}", string.Create(CultureInfo.InvariantCulture, $"{example.Value:0.000} of its evidence lies there")],
                await DrawAsync(model, plan.Methods.First(method => method.Name == finding.Method), example.Image, cancellation,
                    ($"Predicted: {predicted.Label}", TargetOf(model, predicted)))));
        }
        return items;
    }

    private static IReadOnlyList<ReportPicture> Draw(IReadOnlyList<MeanGrid> means, IReadOnlyList<int>? cell)
    {
        var full = means.Max(mean => mean.Shares.Max());
        return
        [
            .. means.Select(mean => new ReportPicture($"{mean.Title} ({Wording.Count(mean.Photos)})", PictureFormat.WebP.MediaType,
                PictureFormat.WebP.Encode(GridPictures.Draw(mean.Shares, full, cell)))),
        ];
    }

    private static Target TargetOf(EvaluatedModel model, Concept concept, Concept? against = null) =>
        Target.Of(concept, against, model.Model.Scores.AreIndependent);

    // Few are looked for: an index of all would be as large as the dataset.
    private DatasetImage ImageOf(string id) => plan.Images.First(image => image.Id == id);

    private async Task<IReadOnlyList<ReportPicture>> DrawAsync(
        EvaluatedModel model, Method method, string image, CancellationToken cancellation, params IReadOnlyList<(string Title, Target Target)> shown)
    {
        var order = new Order
        {
            Model = model.Model,
            Subject = new Subject(new NamedTargets([.. shown.Select(each => each.Target)])),
            Methods = [method],
            Layers = [model.Layer],
            Fit = model.Fit,
            IsDrawnOn = true,
        };
        try
        {
            var file = await File.ReadAllBytesAsync(ImageOf(image).Path, cancellation);
            var explained = await queue.ExplainTogetherAsync([await queue.PrepareAsync(order, new Upload([file]), cancellation)], cancellation);
            return [.. explained[0].Explanations.Zip(shown, (explanation, each) => Draw(explanation, order, each.Title)).OfType<ReportPicture>()];
        }
        catch (Exception exception) when (PieceRunner.IsBadImage(exception))
        {
            // It could be read before, and is not there any longer: the report goes on without its pictures.
            return [];
        }
    }

    private static ReportPicture? Draw(Explanation explanation, Order order, string title) => MiniatureMaps.Draw(explanation, order, Side) is { } picture
        ? new ReportPicture(title, PictureFormat.WebP.MediaType, PictureFormat.WebP.Encode(picture)) : null;
}
