using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Results;

/// <summary>All that <c>results.json</c> has. Means come with 95 % intervals and counts.</summary>
public sealed record EvaluationResults
{
    /// <summary>Of the program that computed.</summary>
    public required string Version { get; init; }

    /// <summary>As they were given, with their defaults.</summary>
    public required IReadOnlyDictionary<string, object?> Arguments { get; init; }

    public required DatasetSummary Dataset { get; init; }

    public required IReadOnlyList<ModelSummary> Models { get; init; }

    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>As they were given: 0.15, otsu, p90.</summary>
    public required IReadOnlyList<string> Thresholds { get; init; }

    /// <summary>How often the run was stopped and went on.</summary>
    public int Continued { get; init; }

    /// <summary>Photos that could not be read, with the reason.</summary>
    public IReadOnlyList<BadImage> BadImages { get; init; } = [];

    public IReadOnlyList<FigureValue> Figures { get; init; } = [];

    public IReadOnlyList<FigureDifference> Differences { get; init; } = [];

    /// <summary>Localization at the best threshold, Choe et al. 2020.</summary>
    public IReadOnlyList<BestThreshold> MaxBoxAcc { get; init; } = [];

    /// <summary>Mean curves: deletion and insertion, from all pixels there to none, and the other way round.</summary>
    public IReadOnlyList<MeanCurve> Curves { get; init; } = [];

    /// <summary>Wrong predictions, most confident first.</summary>
    public IReadOnlyList<Failure> Failures { get; init; } = [];

    public IReadOnlyList<BiasFinding> Bias { get; init; } = [];

    public IReadOnlyList<SanityRow> Sanity { get; init; } = [];
}

/// <summary>What was evaluated.</summary>
/// <param name="Unmatched">Categories that a model does not know, by the model.</param>
public sealed record DatasetSummary(
    string Name, string Layout, string Fingerprint, int Images, int Categories, IReadOnlyList<DatasetNote> Notes,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Unmatched);

/// <param name="Sha256">Digest of its network.</param>
/// <param name="Layer">The target layer.</param>
public sealed record ModelSummary(string Name, string Version, string Sha256, string Layer, string Fit);

public sealed record BadImage(string Image, string Problem);

/// <summary>A mean.</summary>
/// <param name="Name">Of <see cref="FigureTable"/>, or <c>pointingPerCategory</c>.</param>
/// <param name="Method">Null for a figure that no method changes.</param>
/// <param name="Threshold">Null for a figure without one.</param>
/// <param name="Category">The dataset's, where the figure is of its photos alone.</param>
/// <param name="Group">Likewise.</param>
public sealed record FigureValue(string Name, string Model, string? Method, string? Threshold, string? Category, string? Group, Estimate Estimate);

/// <summary>A difference, paired on the same photos but for groups.</summary>
/// <param name="One">What is compared: a model, a method or a group.</param>
/// <param name="Other">With what: the difference is one − other.</param>
/// <param name="Kind">model, method or group.</param>
public sealed record FigureDifference(
    string Name, string? Model, string? Method, string? Threshold, string Kind, string One, string Other, Comparison Comparison);

public sealed record BestThreshold(string Model, string Method, double IoU, double? Threshold, Estimate Accuracy, IReadOnlyList<double> Curve);

public sealed record MeanCurve(string Name, string Model, string Method, IReadOnlyList<double> Values, int Count);

/// <summary>A wrong prediction.</summary>
/// <param name="Confidence">Of the prediction, 0 to 1; null where the score is no such thing.</param>
/// <param name="LabelProbability">What the model gives the right class; null likewise.</param>
public sealed record Failure(
    string Model, string Image, string Label, string LabelName, string Predicted, double? Confidence, double? LabelProbability, string? Group)
{
    /// <summary>The predicted class, by its position among the outputs.</summary>
    public int PredictedIndex { get; init; }
}

/// <summary>Where a category's evidence lies, or how two kinds of its photos differ.</summary>
/// <param name="Kind">border, topLeft, topRight, bottomLeft, bottomRight, outside, rightWrong or fixedPlace.</param>
/// <param name="Category">Null for all photos.</param>
/// <param name="Expected">What an even map has; null where there is no such number.</param>
public sealed record BiasFinding(
    string Kind, string Model, string Method, string? Category, string? Group, double? Value, Interval? Interval, int Count, double? Expected)
{
    /// <summary>The kind that compares the mean maps of right and wrong predictions.</summary>
    public const string RightWrong = "rightWrong";

    /// <summary>The kind that has a cell.</summary>
    public const string AtFixedPlace = "fixedPlace";

    /// <summary>Row and column of a fixed place, of the grid that evidence is laid on; null for other kinds.</summary>
    public IReadOnlyList<int>? Cell { get; init; }
}

/// <summary>How like a network's maps stay when its layers are redrawn at random from the top down to one.</summary>
/// <param name="Layer">The last that was redrawn.</param>
/// <param name="Depth">How many were.</param>
public sealed record SanityRow(string Model, string Method, string Layer, int Depth, Estimate Spearman, Estimate Ssim);
