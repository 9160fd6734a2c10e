namespace GradCamService.Evaluate.Plans;

/// <summary>What one model made of one photo: all that figures are counted from.</summary>
/// <param name="Image">Its id.</param>
/// <param name="Problem">Why it could not be read; else null, and then the rest says nothing.</param>
/// <param name="Predictions">The five best classes.</param>
/// <param name="Maps">A row for each target and method.</param>
public sealed record ImageResult(
    string Image, string? Problem, IReadOnlyList<PredictedClass> Predictions, IReadOnlyList<MapResult> Maps)
{
    /// <summary>Width and height of the photo after its EXIF orientation, to which its boxes are cut; null where it could not be read.</summary>
    public int[]? Size { get; init; }
}

/// <summary>A class that the model holds likely.</summary>
/// <param name="Index">Its position among the outputs.</param>
/// <param name="Label">Its name.</param>
/// <param name="Score">Before any softmax; null where it is not finite.</param>
/// <param name="Probability">0 to 1; null where the score is no such thing.</param>
public sealed record PredictedClass(int Index, string Label, double? Score, double? Probability);

/// <summary>One target of a photo explained by one method.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Category">The dataset's category that is explained; null for a prediction that is none of the photo's.</param>
/// <param name="Concept">What the model calls it.</param>
/// <param name="Score">y; null where it is not finite.</param>
/// <param name="Probability">0 to 1; null where the score is no such thing.</param>
/// <param name="Status">ok, empty or nonFinite.</param>
public sealed record MapResult(string Method, string? Category, string Concept, double? Score, double? Probability, string Status)
{
    /// <summary>The class's position among the outputs; null for a group.</summary>
    public int? Index { get; init; }

    /// <summary>x, y, width and height of the largest segment at each threshold, in pixels of the photo; null where there is none.</summary>
    public IReadOnlyList<int[]?> Boxes { get; init; } = [];

    /// <summary>x and y of the highest pixel; null where nothing is positive.</summary>
    public int[]? Peak { get; init; }

    /// <summary>Quantities of the map, by name; those that are not defined are absent.</summary>
    public IReadOnlyDictionary<string, double> Values { get; init; } = new Dictionary<string, double>();

    /// <summary>Quantities that are lists, as a curve is.</summary>
    public IReadOnlyDictionary<string, double[]> Curves { get; init; } = new Dictionary<string, double[]>();
}

/// <summary>A piece that was computed.</summary>
/// <param name="Piece">Which.</param>
/// <param name="Images">Its photos, in the plan's order.</param>
public sealed record PieceResult(Piece Piece, IReadOnlyList<ImageResult> Images);
