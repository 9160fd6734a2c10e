using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Measures;
using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Plans;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Models;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Queue;
using GradCamService.Explain.Targets;

namespace GradCamService.Evaluate.Runs;

/// <summary>
/// Computes pieces through the queue that requests go through. A piece's photos are one group, in the plan's order: what comes out does not depend on what
/// else is computed, when, or where.
/// </summary>
/// <param name="plan">What is evaluated.</param>
/// <param name="queue">Whose device thread runs.</param>
/// <param name="maps">Where maps are kept; null: nowhere.</param>
public sealed class PieceRunner(EvaluationPlan plan, InferenceQueue queue, MapFolder? maps = null)
{
    private const int Listed = 5;

    // Altered copies of a photo that wait at once: enough for full batches, few enough to hold.
    private const int MostCopies = 64;

    private readonly IReadOnlyList<Measure> _measures = [.. MeasureTable.All.Where(measure => plan.Metrics.Contains(measure.Metric))];

    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="UnavailableException">The device is broken.</exception>
    public async Task<PieceResult> RunAsync(Piece piece, CancellationToken cancellation)
    {
        if (piece.Depth > 0)
            return await new SanityRunner(plan, queue).RunAsync(piece, cancellation);
        var (model, images) = (plan.Models[piece.Model], plan.ImagesOf(piece));
        var prepared = await Task.WhenAll(images.Select(image => PrepareAsync(model, image, cancellation)));
        var orders = prepared.Select(each => each.Order).OfType<PreparedOrder>().ToList();
        var explained = new Queue<Explained>(orders.Count == 0 ? [] : await queue.ExplainTogetherAsync(orders, cancellation));
        var results = new List<ImageResult>();
        var heatmap = new HeatmapBlock();
        foreach (var (image, (order, problem)) in images.Zip(prepared))
            results.Add(order is null ? new ImageResult(image.Id, problem, [], []) : await ReadAsync(model, image, explained.Dequeue(), heatmap, cancellation));
        return new PieceResult(piece, results);
    }

    /// <summary>What is asked of a photo.</summary>
    internal Order OrderOf(EvaluatedModel model, DatasetImage image)
    {
        var independent = model.Model.Scores.AreIndependent;
        var labels = image.Objects.Select(item => item.Category).Distinct().Where(model.Concepts.ContainsKey)
            .Select(category => Target.Of(model.Concepts[category], null, independent)).ToList();
        return new Order
        {
            Model = model.Model,
            Subject = new Subject(new EvaluatedTargets(labels, plan.Metrics.Contains("localization") ? Listed : 1, model.Model.Concepts, independent)),
            Methods = plan.Methods,
            Layers = [model.Layer],
            Fit = model.Fit,
        };
    }

    private async Task<(PreparedOrder? Order, string? Problem)> PrepareAsync(EvaluatedModel model, DatasetImage image, CancellationToken cancellation)
    {
        try
        {
            var file = await File.ReadAllBytesAsync(image.Path, cancellation);
            return (await queue.PrepareAsync(OrderOf(model, image), new Upload([file]), cancellation), null);
        }
        catch (Exception exception) when (IsBadImage(exception))
        {
            return (null, exception.Message);
        }
    }

    /// <summary>Whether a photo is at fault, which is listed and does not end a run.</summary>
    internal static bool IsBadImage(Exception exception) => exception is IOException or UnauthorizedAccessException or UnsupportedImageException
        or CorruptImageException or ImageTooLargeException or TooMuchMemoryException;

    private async Task<ImageResult> ReadAsync(
        EvaluatedModel model, DatasetImage image, Explained explained, HeatmapBlock heatmap, CancellationToken cancellation)
    {
        var (width, height) = (explained.Photo.Placement.PhotoWidth, explained.Photo.Placement.PhotoHeight);
        try
        {
            image = image with { Objects = image.ObjectsOn(width, height) };
        }
        catch (DatasetException exception)
        {
            return new ImageResult(image.Id, exception.Message, [], []);
        }
        var categories = image.Objects.Select(item => item.Category).Distinct().Where(model.Concepts.ContainsKey).ToList();
        var predictions = Prediction.Best(model.Model, explained.Output, Listed);
        var best = predictions.Count > 0 ? predictions[0].Concept.Index : null;
        var measured = new List<MapResult>();
        foreach (var (explanation, i) in explained.Explanations.Select((explanation, i) => (explanation, i)))
        {
            var target = i / plan.Methods.Count;
            var category = target < categories.Count ? categories[target] : null;
            var map = new MeasuredMap(plan, image, explanation, category)
            {
                Heatmap = heatmap.Of(explanation),
                IsLabel = category is not null && category == image.Objects[0].Category,
                IsPrediction = explanation.Target.Concept.Index == best,
                Ask = (count, fill) => AskAsync(explained, explanation.Target, count, fill, cancellation),
            };
            foreach (var measure in _measures.Where(measure => measure.Takes(map)))
                await measure.Of(map);
            measured.Add(Of(map));
        }
        var result = new ImageResult(
            image.Id, null, [.. predictions.Select(each => new PredictedClass(each.Concept.Index!.Value, each.Concept.Label, each.Score, each.Probability))],
            measured)
        {
            Size = [width, height],
        };
        maps?.Write(model, result, explained.Explanations);
        return result;
    }

    private MapResult Of(MeasuredMap map)
    {
        var explanation = map.Explanation;
        var found = map.HasHeatmap
            ? Localizer.Find(map.Heatmap, explanation.Photo.Placement, [.. plan.Thresholds, Pointing.AtMaximum]) : [];
        return new MapResult(
            explanation.Method.Name, map.Category, explanation.Target.Concept.Label, Finite.OrNull(explanation.Score), Finite.OrNull(explanation.Probability),
            Names.Of(explanation.Status))
        {
            Index = explanation.Target.Concept.Index,
            Boxes = [.. plan.Thresholds.Select((_, i) =>
                found.ElementAtOrDefault(i) is { Boxes: [{ Box: var box }, ..] } ? new[] { box.X, box.Y, box.Width, box.Height } : null)],
            Peak = found.Count > 0 && Pointing.PeakOf(found[^1]) is var (x, y) ? [x, y] : null,
            Values = map.Values,
            Curves = map.Curves,
        };
    }

    /// <summary>How the network holds a target on altered copies of a photo's input.</summary>
    private async Task<IReadOnlyList<TargetScore>> AskAsync(
        Explained explained, Target target, int count, Action<int, float[]> fill, CancellationToken cancellation)
    {
        var order = explained.Order with { Methods = [], Subject = new Subject(new NamedTargets([target])) };
        var scores = new List<TargetScore>();
        for (var start = 0; start < count; start += MostCopies)
        {
            var copies = Enumerable.Range(start, Math.Min(MostCopies, count - start)).Select(number =>
            {
                var values = new float[explained.Photo.Values.Length];
                fill(number, values);
                return new PreparedOrder(order, explained.Photo with { Values = values });
            }).ToList();
            scores.AddRange((await queue.ExplainTogetherAsync(copies, cancellation)).Select(answer => answer.Scores[0]));
        }
        return scores;
    }
}
