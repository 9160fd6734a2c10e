using System.Globalization;
using System.Runtime.CompilerServices;
using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Runs;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Pictures;
using GradCamService.Explain.Queue;
using GradCamService.Explain.Targets;

namespace GradCamService.Evaluate.Report;

/// <summary>Draws what a report shows, by explaining those photos once more, one at a time.</summary>
/// <param name="plan">What was evaluated; pictures are of its first method.</param>
/// <param name="queue">Whose device thread runs.</param>
/// <param name="examples">Which photos are shown.</param>
internal sealed class Galleries(EvaluationPlan plan, InferenceQueue queue, Examples examples)
{
    // Wide enough to see what is on a photo; a hundred failures with three each make some megabytes.
    private const int Side = 224;
    private const int MostFailures = 100;

    private readonly Dictionary<string, DatasetImage> _images = plan.Images.ToDictionary(image => image.Id, StringComparer.Ordinal);
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
            yield return await ItemAsync(plan.Models[0], example.Image, string.Create(CultureInfo.InvariantCulture, $"IoU {example.Value:0.00}"), cancellation);
    }

    /// <summary>The predicted class, the true one, and what speaks for the true one rather than the predicted.</summary>
    private async ValueTask<IReadOnlyList<ReportPicture>> OfFailureAsync(Failure failure, CancellationToken cancellation)
    {
        var model = plan.Models.First(model => model.Name == failure.Model);
        if (_failures++ >= MostFailures || !model.Concepts.TryGetValue(failure.Label, out var label))
            return [];
        var independent = model.Model.Scores.AreIndependent;
        var predicted = model.Model.Concepts.ClassAt(failure.PredictedIndex);
        return await DrawAsync(model, failure.Image, cancellation,
            (failure.Predicted, Target.Of(predicted, null, independent)),
            (failure.LabelName, Target.Of(label, null, independent)),
            ($"{failure.LabelName} rather than {failure.Predicted}", Target.Of(label, predicted, independent)));
    }

    private async ValueTask<IReadOnlyList<GalleryItem>> OfFindingAsync(BiasFinding finding, CancellationToken cancellation)
    {
        var model = plan.Models.First(model => model.Name == finding.Model);
        var items = new List<GalleryItem>();
        foreach (var example in examples.Of(finding))
            items.Add(await ItemAsync(model, example.Image, finding.Category ?? finding.Group ?? "", cancellation));
        return items;
    }

    private async Task<GalleryItem> ItemAsync(EvaluatedModel model, string image, string caption, CancellationToken cancellation)
    {
        var label = _images[image].Objects[0].Category;
        var target = model.Concepts.TryGetValue(label, out var concept) ? Target.Of(concept, null, model.Model.Scores.AreIndependent) : null;
        return new GalleryItem(image, [label, caption], target is null ? [] : await DrawAsync(model, image, cancellation, (label, target)));
    }

    private async Task<IReadOnlyList<ReportPicture>> DrawAsync(
        EvaluatedModel model, string image, CancellationToken cancellation, params IReadOnlyList<(string Title, Target Target)> shown)
    {
        var order = new Order
        {
            Model = model.Model,
            Subject = new Subject(new NamedTargets([.. shown.Select(each => each.Target)])),
            Methods = [plan.Methods[0]],
            Layers = [model.Layer],
            Fit = model.Fit,
            IsDrawnOn = true,
        };
        try
        {
            var file = await File.ReadAllBytesAsync(_images[image].Path, cancellation);
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
