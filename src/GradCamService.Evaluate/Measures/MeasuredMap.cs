using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Plans;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Measures;

/// <summary>A map, all that it may be measured by, and what was measured.</summary>
/// <param name="Plan">The evaluation's.</param>
/// <param name="Image">Of which photo.</param>
/// <param name="Explanation">One target by one method.</param>
/// <param name="Category">The dataset's category that is explained; null for a prediction that is none of the photo's.</param>
public sealed record MeasuredMap(EvaluationPlan Plan, DatasetImage Image, Explanation Explanation, string? Category)
{
    /// <summary>Whether it is of the photo's label.</summary>
    public required bool IsLabel { get; init; }

    /// <summary>Whether it is of the model's best prediction.</summary>
    public required bool IsPrediction { get; init; }

    /// <summary>Asks the network how it holds the target on so many altered inputs, each of which the function fills.</summary>
    public required Func<int, Action<int, float[]>, Task<IReadOnlyList<TargetScore>>> Ask { get; init; }

    /// <summary>
    /// ReLU(M) at the network's input size, <c>[H, W]</c>, ≥ 0, or the positive values a pixel. It is overwritten by the next map when this one is measured.
    /// Empty where there is nothing to measure: no map, or one that is not finite.
    /// </summary>
    public required float[] Heatmap { get; init; }

    /// <summary>Whether it says anything.</summary>
    public bool HasHeatmap => Heatmap.Length > 0;

    /// <summary>The boxes of its category.</summary>
    public IReadOnlyList<PixelBox> Boxes =>
        [.. Image.Objects.Where(item => item.Category == Category).Select(item => item.Box).OfType<PixelBox>()];

    /// <summary>Quantities by name.</summary>
    public Dictionary<string, double> Values { get; } = [];

    /// <summary>Quantities that are lists.</summary>
    public Dictionary<string, double[]> Curves { get; } = [];

    /// <summary>Writes a quantity down where it is defined.</summary>
    public void Put(string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            Values[name] = number;
    }
}
