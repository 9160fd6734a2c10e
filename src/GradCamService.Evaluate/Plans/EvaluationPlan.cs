using GradCamService.Evaluate.Datasets;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Onnx;

namespace GradCamService.Evaluate.Plans;

/// <summary>What is evaluated, on what, and how: everything that decides the figures.</summary>
public sealed record EvaluationPlan
{
    /// <summary>Photos of a piece: what is computed together, so that the figures do not depend on what else was.</summary>
    public const int PieceSize = 8;

    // Each is explained again for every layer of a network; so many tell whether a method changes.
    private const int SanityPieces = 6;

    public required Dataset Dataset { get; init; }

    /// <summary>The photos, in the order of their pieces.</summary>
    public required IReadOnlyList<DatasetImage> Images { get; init; }

    /// <summary>The models, compared side by side.</summary>
    public required IReadOnlyList<EvaluatedModel> Models { get; init; }

    /// <summary>The methods, compared side by side.</summary>
    public required IReadOnlyList<Method> Methods { get; init; }

    /// <summary>Which pixels belong to the object; localization is told for each.</summary>
    public required IReadOnlyList<ThresholdRule> Thresholds { get; init; }

    /// <summary>Names of what is measured.</summary>
    public required IReadOnlySet<string> Metrics { get; init; }

    /// <summary>By photo; empty where none were given.</summary>
    public IReadOnlyDictionary<string, string> Groups { get; init; } = new Dictionary<string, string>();

    /// <summary>Of all that is drawn at random.</summary>
    public int Seed { get; init; }

    /// <summary>Side of the square that hides a part of the input, in its pixels, and how far it moves.</summary>
    public (int Patch, int Stride) Occlusion { get; init; } = (35, 8);

    /// <summary>How far beside a box a peak still counts as in it, in pixels of the photo.</summary>
    public double PointingTolerance { get; init; }

    /// <summary>Pieces of one model.</summary>
    public int PiecesAModel => (Images.Count + PieceSize - 1) / PieceSize;

    /// <summary>All pieces, model by model; then those whose networks are drawn anew, layer by layer.</summary>
    public IEnumerable<Piece> Pieces => Models.SelectMany((_, model) => Enumerable.Range(0, PiecesAModel).Select(number => new Piece(model, number)))
        .Concat(!Metrics.Contains("sanity") ? [] : Models.SelectMany((each, model) => Enumerable.Range(1, each.SanityLayers.Count).SelectMany(depth =>
            Enumerable.Range(0, Math.Min(PiecesAModel, SanityPieces)).Select(number => new Piece(model, number, depth)))));

    /// <summary>The photos of a piece.</summary>
    public IReadOnlyList<DatasetImage> ImagesOf(Piece piece) => [.. Images.Skip(piece.Number * PieceSize).Take(PieceSize)];
}

/// <summary>A part of an evaluation that is computed as a whole, on whichever machine.</summary>
/// <param name="Model">The model's place in the plan.</param>
/// <param name="Number">The piece's place among those of the model.</param>
/// <param name="Depth">How many layers of the network are drawn anew, from its output down.</param>
public readonly record struct Piece(int Model, int Number, int Depth = 0);

/// <summary>A model, and how it is asked.</summary>
/// <param name="Model">Loaded.</param>
/// <param name="Layer">The target layer.</param>
/// <param name="Fit">How photos are fitted.</param>
/// <param name="Concepts">What it calls the dataset's categories; those that it does not know are absent.</param>
public sealed record EvaluatedModel(LoadedModel Model, TargetLayer Layer, Fit Fit, IReadOnlyDictionary<string, Concept> Concepts)
{
    public string Name => Model.Name;

    /// <summary>Its layers that learned, from the output down.</summary>
    public IReadOnlyList<string> SanityLayers => RedrawnLayers.Of(Model.Network.Graph.Graph);
}
