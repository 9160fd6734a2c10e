using GradCamService.Evaluate.Measures;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Naming;

namespace GradCamService.Evaluate.Runs;

/// <summary>An evaluation as it is asked for, before anything is read.</summary>
/// <param name="Dataset">A folder, or a file of annotations.</param>
public sealed record EvaluationRequest(string Dataset)
{
    /// <summary>At least one.</summary>
    public IReadOnlyList<Method> Methods { get; init; } = [MethodTable.GradCam];

    /// <summary>Null: each model's own.</summary>
    public string? Layer { get; init; }

    /// <summary>Null: each model's own.</summary>
    public Fit? Fit { get; init; }

    /// <summary>At least one.</summary>
    public IReadOnlyList<ThresholdRule> Thresholds { get; init; } = [ThresholdRule.Default];

    /// <summary>Empty: all that the dataset allows but the slow ones.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>A file that says what categories are to the models; null: by their names.</summary>
    public string? Categories { get; init; }

    /// <summary>A file that says to which group photos belong; null: to none.</summary>
    public string? Groups { get; init; }

    /// <summary>Photos, drawn at random; null: all.</summary>
    public int? Limit { get; init; }

    public int Seed { get; init; }

    public int Patch { get; init; } = 35;

    public int Stride { get; init; } = 8;

    public double PointingTolerance { get; init; }

    /// <summary>Whether maps are written beside the figures.</summary>
    public bool KeepMaps { get; init; }

    /// <summary>All of it, for <c>results.json</c>.</summary>
    public IReadOnlyDictionary<string, object?> Arguments => new Dictionary<string, object?>
    {
        ["dataset"] = Dataset,
        ["method"] = Methods.Select(method => method.Name),
        ["layer"] = Layer,
        ["fit"] = Fit is { } fit ? Names.Of(fit) : null,
        ["threshold"] = Thresholds.Select(threshold => threshold.Name),
        ["metric"] = Metrics.Select(metric => metric.Name),
        ["categories"] = Categories,
        ["groups"] = Groups,
        ["limit"] = Limit,
        ["seed"] = Seed,
        ["patch"] = Patch,
        ["stride"] = Stride,
        ["pointingTolerance"] = PointingTolerance,
        ["keepMaps"] = KeepMaps,
    };
}
