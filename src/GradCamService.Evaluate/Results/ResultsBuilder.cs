using GradCamService.Evaluate.Measures;
using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Results;

/// <summary>Pieces → figures. The same pieces give the same figures to the last bit, in whatever order they come.</summary>
public static class ResultsBuilder
{
    // Fewer photos on either side tell nothing of how two kinds differ.
    private const int FewestImages = 10;

    /// <param name="plan">What was evaluated.</param>
    /// <param name="pieces">All of its pieces, each once.</param>
    /// <param name="frame">What the results say besides figures.</param>
    public static EvaluationResults Build(EvaluationPlan plan, IEnumerable<PieceResult> pieces, EvaluationResults frame)
    {
        var tally = new Tally(plan);
        foreach (var piece in pieces)
            tally.Add(piece);
        var (keys, sets) = (Keys(plan).ToList(), PhotoSets.Of(plan));
        return frame with
        {
            BadImages = [.. tally.BadImages.Concat(plan.Dataset.Missing.Select(name => new BadImage(name, "has no file")))
                .OrderBy(bad => bad.Image, StringComparer.Ordinal)],
            Figures = [.. keys.SelectMany(key => FiguresOf(plan, tally, sets, key)), .. PointingPerCategory(plan, tally)],
            Differences = [.. Differences(plan, tally, sets, keys)],
            MaxBoxAcc = [.. Each(plan).SelectMany(each => BestThresholds(plan, tally, each))],
            Curves = [.. Each(plan).SelectMany(each => MeanCurves(plan, tally, each))],
            Failures = [.. tally.Failures.OrderByDescending(failure => failure.Confidence ?? 0).ThenBy(failure => failure.Model, StringComparer.Ordinal)
                .ThenBy(failure => failure.Image, StringComparer.Ordinal)],
            Sanity = [.. plan.Metrics.Contains("sanity") ? Each(plan).SelectMany(each => SanityRows(plan, tally, each)) : []],
            Bias = [.. plan.Metrics.Contains("bias") ? Each(plan).SelectMany(each => BiasFindings.Of(plan, tally, sets, each.Model, each.Method, FewestImages)) : []],
        };
    }

    /// <summary>Every model with every method.</summary>
    private static IEnumerable<(int Model, string Method)> Each(EvaluationPlan plan) =>
        plan.Models.SelectMany((_, model) => plan.Methods.Select(method => (model, method.Name)));

    private static IEnumerable<SeriesKey> Keys(EvaluationPlan plan) =>
        from figure in FigureTable.All.Where(figure => plan.Metrics.Contains(figure.Metric))
        from model in Enumerable.Range(0, plan.Models.Count)
        from method in figure.IsOfMethod ? plan.Methods.Select(method => method.Name) : [""]
        from threshold in Enumerable.Range(0, figure.IsOfThreshold ? plan.Thresholds.Count : 1)
        select new SeriesKey(figure.Name, model, method, threshold);

    private static Figure FigureOf(SeriesKey key) => FigureTable.All.Single(figure => figure.Name == key.Name);

    private static string? MethodOf(SeriesKey key) => key.Method.Length == 0 ? null : key.Method;

    private static string? ThresholdOf(EvaluationPlan plan, SeriesKey key) => FigureOf(key).IsOfThreshold ? plan.Thresholds[key.Threshold].Name : null;

    /// <summary>Of all photos, of each category's, of each group's.</summary>
    private static IEnumerable<FigureValue> FiguresOf(EvaluationPlan plan, Tally tally, PhotoSets sets, SeriesKey key)
    {
        var (values, model) = (tally.Series(key), plan.Models[key.Model].Name);
        yield return Value(null, null, values);
        foreach (var (category, images) in sets.ByLabel)
            yield return Value(category, null, values.Where(images.Contains));
        foreach (var (group, images) in sets.ByGroup)
            yield return Value(null, group, values.Where(images.Contains));

        FigureValue Value(string? category, string? group, ImageValues<double?> some) =>
            new(key.Name, model, MethodOf(key), ThresholdOf(plan, key), category, group, Means.Of(some, plan.Seed));
    }

    private static IEnumerable<FigureValue> PointingPerCategory(EvaluationPlan plan, Tally tally) => !plan.Metrics.Contains("pointing") ? [] :
        Each(plan).Select(each => new FigureValue("pointingPerCategory", plan.Models[each.Model].Name, each.Method, null, null, null,
            CategoryMeans.Of(tally.Pointing(each.Model, each.Method), plan.Seed)));

    /// <summary>Of models and methods on the same photos, of groups on their own.</summary>
    private static IEnumerable<FigureDifference> Differences(EvaluationPlan plan, Tally tally, PhotoSets sets, List<SeriesKey> keys)
    {
        foreach (var key in keys)
        {
            foreach (var model in Enumerable.Range(key.Model + 1, plan.Models.Count - key.Model - 1))
                yield return Of(key, "model", plan.Models[key.Model].Name, plan.Models[model].Name,
                    Means.Paired(tally.Series(key), tally.Series(key with { Model = model }), plan.Seed)) with
                { Model = null };
            foreach (var method in plan.Methods.Select(method => method.Name).SkipWhile(name => name != key.Method).Skip(1))
                yield return Of(key, "method", key.Method, method,
                    Means.Paired(tally.Series(key), tally.Series(key with { Method = method }), plan.Seed)) with
                { Method = null };
            foreach (var (one, other) in sets.ByGroup.SelectMany((one, i) => sets.ByGroup.Skip(i + 1).Select(other => (one, other))))
                yield return Of(key, "group", one.Name, other.Name,
                    Means.Unpaired(tally.Series(key).Where(one.Images.Contains), tally.Series(key).Where(other.Images.Contains), plan.Seed));
        }

        FigureDifference Of(SeriesKey key, string kind, string one, string other, Comparison comparison) =>
            new(key.Name, plan.Models[key.Model].Name, MethodOf(key), ThresholdOf(plan, key), kind, one, other, comparison);
    }

    private static IEnumerable<BestThreshold> BestThresholds(EvaluationPlan plan, Tally tally, (int Model, string Method) each)
    {
        var ious = tally.Curves(each.Model, each.Method, MeasureTable.BoxIoUs);
        return ious.Count == 0 ? [] : MaxBoxAccuracy.LeastIoUs.Select(least => MaxBoxAccuracy.Of(ious, least, plan.Seed))
            .Select(best => new BestThreshold(plan.Models[each.Model].Name, each.Method, best.IoU, best.Threshold, best.Accuracy, best.Curve));
    }

    private static IEnumerable<MeanCurve> MeanCurves(EvaluationPlan plan, Tally tally, (int Model, string Method) each)
    {
        foreach (var name in new[] { MeasureTable.Deletion, MeasureTable.Insertion })
            if (tally.Curves(each.Model, each.Method, name) is { Count: > 0 } curves)
                yield return new MeanCurve(name, plan.Models[each.Model].Name, each.Method,
                    [.. Enumerable.Range(0, curves.Values[0].Length).Select(step => curves.Values.Sum(curve => curve[step]) / curves.Count)], curves.Count);
    }

    private static IEnumerable<SanityRow> SanityRows(EvaluationPlan plan, Tally tally, (int Model, string Method) each) =>
        plan.Models[each.Model].SanityLayers.Select((layer, i) => new SanityRow(plan.Models[each.Model].Name, each.Method, layer, i + 1,
            Means.Of(tally.Series(new SeriesKey(MeasureTable.SanitySpearman, each.Model, each.Method, i + 1)), plan.Seed),
            Means.Of(tally.Series(new SeriesKey(MeasureTable.SanitySsim, each.Model, each.Method, i + 1)), plan.Seed)));
}
