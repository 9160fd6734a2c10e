using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Measures;
using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Plans;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Queue;
using GradCamService.Explain.Targets;

namespace GradCamService.Evaluate.Runs;

/// <summary>
/// How like a network's maps stay when layers forget what they learned, from the output down, Adebayo et al. 2018, arXiv:1810.03292. Of each photo the best
/// prediction of the network as it is served is explained by both.
/// </summary>
/// <param name="plan">What is evaluated.</param>
/// <param name="queue">Whose device thread runs.</param>
internal sealed class SanityRunner(EvaluationPlan plan, InferenceQueue queue)
{
    public async Task<PieceResult> RunAsync(Piece piece, CancellationToken cancellation)
    {
        var (model, images) = (plan.Models[piece.Model], plan.ImagesOf(piece));
        var photos = new List<(DatasetImage Image, PreparedOrder Order)>();
        foreach (var image in images)
            if (await PrepareAsync(model, image, cancellation) is { } order)
                photos.Add((image, order));
        if (photos.Count == 0)
            return new PieceResult(piece, []);
        var learned = await queue.ExplainTogetherAsync([.. photos.Select(photo => photo.Order)], cancellation);
        // The targets are those that the network chose while it knew them.
        var forgotten = await queue.ExplainTogetherAsync([.. learned.Select(answer => new PreparedOrder(
            answer.Order with
            {
                Redrawing = new Redrawing(piece.Depth, plan.Seed),
                Subject = new Subject(new NamedTargets([answer.Explanations[0].Target])),
            }, answer.Photo))], cancellation);
        return new PieceResult(piece, [.. photos.Zip(learned.Zip(forgotten), (photo, pair) => Of(photo.Image, pair.First, pair.Second))]);
    }

    private async Task<PreparedOrder?> PrepareAsync(EvaluatedModel model, DatasetImage image, CancellationToken cancellation)
    {
        var order = new Order
        {
            Model = model.Model,
            Subject = new Subject(new BestPredictions(1, model.Model.Concepts, null, model.Model.Scores.AreIndependent)),
            Methods = plan.Methods,
            Layers = [model.Layer],
            Fit = model.Fit,
        };
        try
        {
            return await queue.PrepareAsync(order, new Upload([await File.ReadAllBytesAsync(image.Path, cancellation)]), cancellation);
        }
        catch (Exception exception) when (PieceRunner.IsBadImage(exception))
        {
            // It is listed by the piece that evaluates it.
            return null;
        }
    }

    private static ImageResult Of(DatasetImage image, Explained learned, Explained forgotten) => new(image.Id, null, [],
        [.. learned.Explanations.Zip(forgotten.Explanations, Of)]);

    private static MapResult Of(Explanation learned, Explanation forgotten)
    {
        var values = new Dictionary<string, double>();
        if (IsFinite(learned) && IsFinite(forgotten))
        {
            Put(MeasureTable.SanitySpearman, MapSimilarity.Spearman(learned.Heatmap, forgotten.Heatmap, learned.Photo.Placement));
            Put(MeasureTable.SanitySsim, MapSimilarity.Ssim(learned.Heatmap, forgotten.Heatmap, learned.Photo.Placement));
        }
        return new MapResult(learned.Method.Name, null, learned.Target.Concept.Label, Finite.OrNull(learned.Score), null, Explain.Naming.Names.Of(forgotten.Status))
        {
            Values = values,
        };

        void Put(string name, double? value)
        {
            if (value is { } number && double.IsFinite(number))
                values[name] = number;
        }
    }

    private static bool IsFinite(Explanation explanation) => explanation is { HasHeatmap: true, Status: not MapStatus.NonFinite };
}
