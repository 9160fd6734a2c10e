namespace GradCamService.Evaluate.Runs;

/// <summary>An evaluation as it is asked for, before anything is read.</summary>
/// <param name="Dataset">A folder, or a file of annotations.</param>
public sealed record EvaluationRequest(string Dataset)
{
    /// <summary>At least one.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["grad-cam"];

    /// <summary>Null: each model's own.</summary>
    public string? Layer { get; init; }

    /// <summary>crop, stretch or pad; null: each model's own.</summary>
    public string? Fit { get; init; }

    /// <summary>Shares, otsu or percentiles; at least one.</summary>
    public IReadOnlyList<string> Thresholds { get; init; } = ["0.15"];

    /// <summary>Empty: all that the dataset allows but the slow ones.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

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
        ["method"] = Methods,
        ["layer"] = Layer,
        ["fit"] = Fit,
        ["threshold"] = Thresholds,
        ["metric"] = Metrics,
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
