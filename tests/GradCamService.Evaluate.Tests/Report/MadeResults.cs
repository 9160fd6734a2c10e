using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Tests.Report;

/// <summary>Results as large as those of a real evaluation, with numbers drawn at random, and labels that mean harm.</summary>
public static class MadeResults
{
    /// <summary>What a page must not run, close or fetch.</summary>
    public const string Hostile = "</td><script>alert('1')</script><img src=x onerror=\"alert(2)\"> & \u0007 \ud800 https://evil.example/";

    public static IReadOnlyList<string> Models { get; } = ["efficientnet-lite0", "resnet50"];

    public static IReadOnlyList<string> Methods { get; } = ["grad-cam", "grad-cam++", "layer-cam"];

    private static readonly string[] OfMethod =
        ["pointing", "pointingPerCategory", "energyInside", "occlusionCorrelation", "deletion", "insertion", "averageDrop", "increaseInConfidence"];

    private static readonly string[] OfThreshold = ["localizationErrorTop1", "localizationErrorTop5", "localizationErrorGtKnown"];

    private static readonly string[] Thresholds = ["0.15", "otsu"];
    private static readonly string[] Groups = ["women", "men"];

    /// <param name="categories">The last one's name is hostile.</param>
    /// <param name="failures">The first one's texts are hostile.</param>
    public static EvaluationResults Of(int categories, int failures)
    {
        var random = new Random(7);
        var names = Enumerable.Range(1, categories).Select(i => i == categories ? Hostile : $"category {i}").ToList();
        var figures = Series().SelectMany(series => Sets(names).Select(set =>
            new FigureValue(series.Name, series.Model, series.Method, series.Threshold, set.Category, set.Group,
                Estimate(random, series.Name, set.Category is null ? 1000 : 25)))).ToList();
        return new EvaluationResults
        {
            Version = "1.0.0",
            Arguments = new Dictionary<string, object?>
            {
                ["model"] = Models,
                ["limit"] = null,
                ["seed"] = 0,
                ["threshold"] = Thresholds,
                ["keepMaps"] = false,
            },
            Dataset = new DatasetSummary("photos", "ILSVRC", "4f1c9a", 1000, categories, [new DatasetNote("difficult objects", 12)],
                new Dictionary<string, IReadOnlyList<string>> { [Models[1]] = ["n04517823", Hostile], [Models[0]] = [] }),
            Models = [.. Models.Select(model => new ModelSummary(model, "1", new string('a', 64), "/features/last/Relu_output_0", "crop"))],
            Methods = Methods,
            Thresholds = Thresholds,
            Continued = 2,
            BadImages = [new BadImage("val/broken.jpg", "The image is cut off."), new BadImage(Hostile, Hostile)],
            Figures = figures,
            Differences = [.. Differences(figures)],
            MaxBoxAcc = [.. from model in Models from method in Methods from iou in new[] { 0.3, 0.5, 0.7 } select Best(random, model, method, iou)],
            Curves = [.. from name in new[] { "deletion", "insertion" } from model in Models from method in Methods
                         select Curve(random, name, model, method)],
            Failures = [.. Enumerable.Range(0, failures).Select(i => Failure(names, i, failures))],
            Bias = [.. Bias(random, names)],
            Sanity = [.. from model in Models from method in Methods from depth in Enumerable.Range(1, 6)
                         select SanityOf(random, model, method, depth)],
        };
    }

    public static FigureValue Value(string name, Estimate estimate) => new(name, "network", null, null, null, null, estimate);

    private static IEnumerable<(string Name, string Model, string? Method, string? Threshold)> Series() =>
    [
        .. from name in new[] { "top1", "top5" } from model in Models select (name, model, (string?)null, (string?)null),
        .. from name in OfThreshold from model in Models from method in Methods from threshold in Thresholds
           select (name, model, (string?)method, (string?)threshold),
        .. from name in OfMethod from model in Models from method in Methods select (name, model, (string?)method, (string?)null),
    ];

    private static IEnumerable<(string? Category, string? Group)> Sets(List<string> categories) =>
        [(null, null), .. categories.Select(category => ((string?)category, (string?)null)),
            .. Groups.Select(group => ((string?)null, (string?)group))];

    private static Estimate Estimate(Random random, string name, int count)
    {
        var mean = name == "occlusionCorrelation" ? random.NextDouble() * 1.2 - 0.4 : random.NextDouble();
        var half = 1 / Math.Sqrt(count);
        var least = name == "occlusionCorrelation" ? -1 : 0;
        return new Estimate(
            mean, new Interval(Math.Max(mean - half, least), Math.Min(mean + half / 2, 1)), count, name == "energyInside" ? 3 : 0);
    }

    private static IEnumerable<FigureDifference> Differences(List<FigureValue> figures)
    {
        var overall = figures.Where(figure => figure is { Category: null, Group: null, Method: not null }).ToList();
        foreach (var one in overall.Where(figure => figure.Model == Models[0]))
            yield return Of(one, overall.Single(other => other == one with { Model = Models[1], Estimate = other.Estimate }),
                "model", Models[0], Models[1]) with
            { Model = null };
        foreach (var one in overall.Where(figure => figure.Method == Methods[0]))
            yield return Of(one, overall.Single(other => other == one with { Method = Methods[1], Estimate = other.Estimate }),
                "method", Methods[0], Methods[1]) with
            { Method = null };
        foreach (var one in figures.Where(figure => figure.Group == Groups[0]))
            yield return Of(one, figures.Single(other => other == one with { Group = Groups[1], Estimate = other.Estimate }),
                "group", Groups[0], Groups[1]);
    }

    private static FigureDifference Of(FigureValue one, FigureValue other, string kind, string first, string second)
    {
        var difference = one.Estimate.Mean!.Value - other.Estimate.Mean!.Value;
        return new FigureDifference(one.Name, one.Model, one.Method, one.Threshold, kind, first, second,
            new Comparison(one.Estimate, other.Estimate, difference, new Interval(difference - 0.1, difference + 0.12)));
    }

    private static BestThreshold Best(Random random, string model, string method, double iou)
    {
        var (peak, height) = (random.Next(2, 9), 1 - iou * random.NextDouble());
        double[] curve = [.. Enumerable.Range(0, 21).Select(step => height * Math.Exp(-Math.Pow((step - peak) / 7.0, 2)))];
        return new BestThreshold(model, method, iou, peak / 20.0,
            new Estimate(height, new Interval(height - 0.04, Math.Min(height + 0.03, 1)), 1000, 0), curve);
    }

    private static MeanCurve Curve(Random random, string name, string model, string method)
    {
        var speed = 2 + random.NextDouble() * 4;
        return new MeanCurve(name, model, method,
            [.. Enumerable.Range(0, 29).Select(step => Math.Exp(-speed * step / 28))
                .Select(left => 0.8 * (name == "deletion" ? left : 1 - left))], 1000);
    }

    private static Failure Failure(List<string> names, int i, int all) => new(
        Models[i % Models.Count], i == 0 ? Hostile : $"val/photo {i:0000}.jpg", names[(i + names.Count - 1) % names.Count],
        i == 0 ? Hostile : $"what the model calls {i % 5}", i == 0 ? Hostile : $"something else {i % 3}", 1 - (double)i / all, (double)i / all / 3,
        i % 3 == 0 ? null : Groups[i % 2]);

    private static IEnumerable<BiasFinding> Bias(Random random, List<string> names) =>
        from kind in new[] { "border", "topLeft", "outside", "rightWrong", "fixedPlace" }
        from category in names.Take(12).Prepend(null).Append(Hostile)
        let expected = kind == "border" ? 0.36 : kind == "topLeft" ? 0.04 : kind == "outside" ? (double?)null : 0
        let value = (expected ?? 0.4) + (random.NextDouble() - 0.4) * 0.3
        select new BiasFinding(kind, Models[0], Methods[0], category, null, value, new Interval(value - 0.05, value + 0.06), 25, expected)
        {
            Cell = kind == "fixedPlace" ? [12, 0] : null,
        };

    private static SanityRow SanityOf(Random random, string model, string method, int depth)
    {
        var likeness = method == "grad-cam" ? Math.Exp(-depth / 2.0) : method == "layer-cam" ? 0.55 : 0.9 - random.NextDouble() / 100;
        return new SanityRow(model, method, $"/block{7 - depth}/conv", depth,
            new Estimate(likeness, new Interval(likeness - 0.1, likeness + 0.1), 64, 1),
            new Estimate(likeness / 2 + 0.3, new Interval(likeness / 2 + 0.25, likeness / 2 + 0.35), 65, 0));
    }
}
