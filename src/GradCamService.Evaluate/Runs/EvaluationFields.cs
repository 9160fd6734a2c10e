using GradCamService.Evaluate.Measures;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Orders;

namespace GradCamService.Evaluate.Runs;

/// <summary>The options of an evaluation, as the command and a job have them: dataset and models apart.</summary>
public static class EvaluationFields
{
    // Larger than any network's input.
    private const int MostPixels = 10_000;

    public static ChoiceField<Method> Method { get; } = new(
        "method", "Repeatable: methods are compared side by side. Without it, grad-cam.", "method", Choices.Of(MethodTable.All, method => method.Name),
        MethodTable.GradCam.Name)
    { IsRepeatable = true };

    public static TextField Layer { get; } = new("layer", "The target layer. Without it, each model's own.");

    public static FormField<ThresholdRule> Threshold { get; } = new(
        "threshold", "Above what a pixel belongs to the object; repeatable: localization at each. Without it, 0.15.", ThresholdRule.Parse,
        ThresholdRule.Expected, ThresholdRule.Pattern)
    { IsRepeatable = true };

    public static ChoiceField<Metric> Metric { get; } = new(
        "metric", $"What is measured; repeatable. Without it, all that the dataset allows but the slow ones, which are {string.Join(", ",
            MetricTable.All.Where(metric => metric.IsSlow).Select(metric => metric.Name))}.", "metric", Choices.Of(MetricTable.All, metric => metric.Name))
    { IsRepeatable = true, Describe = metric => metric.Meaning };

    public static TextField Categories { get; } = new(
        "categories", "A file of JSON: what the dataset's categories are to the models (label, id, index or group). Without it, matched by their names.");

    public static TextField Groups { get; } = new(
        "groups", "A file of CSV with the columns image and group: every figure is also told of each group, with the differences.");

    public static WholeField Limit { get; } = new("limit", "So many images, drawn with the seed. Without it, all.", 1, int.MaxValue);

    public static WholeField Seed { get; } = new("seed", "Of what is drawn at random.", int.MinValue, int.MaxValue, 0);

    public static WholeField Patch { get; } = new(
        "patch", "occlusion-correlation: side of the square, in pixels of the network's input.", 1, MostPixels, 35);

    public static WholeField Stride { get; } = new("stride", "occlusion-correlation: how far the square moves.", 1, MostPixels, 8);

    public static NumberField PointingTolerance { get; } = new(
        "pointingTolerance", "pointing: how far beside a box a peak still counts as in it, in pixels of the photo.", 0, MostPixels, 0);

    public static IReadOnlyList<Field> All { get; } =
        [Method, Layer, OrderFields.Fit, Threshold, Metric, Categories, Groups, Limit, Seed, Patch, Stride, PointingTolerance];

    /// <summary>What the fields say; what is wrong is among the reader's errors then.</summary>
    /// <param name="fields">What was sent.</param>
    /// <param name="dataset">A folder, or a file of annotations.</param>
    public static EvaluationRequest Read(FieldReader fields, string dataset) => new(dataset)
    {
        Methods = fields.AllChoices(Method),
        Layer = fields.Text(Layer),
        Fit = fields.Has(OrderFields.Fit) ? fields.Choice(OrderFields.Fit, default) : null,
        Thresholds = fields.Has(Threshold) ? fields.AllMeanings(Threshold) : [ThresholdRule.Default],
        Metrics = fields.Has(Metric) ? fields.AllChoices(Metric) : [],
        Categories = fields.Text(Categories),
        Groups = fields.Text(Groups),
        Limit = fields.Whole(Limit),
        Seed = fields.Whole(Seed) ?? 0,
        Patch = fields.Whole(Patch) ?? 1,
        Stride = fields.Whole(Stride) ?? 1,
        PointingTolerance = fields.Number(PointingTolerance),
    };
}
