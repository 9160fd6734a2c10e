using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Outputs;

/// <summary>How likely a class is at one of many places, such as those of a map or the boxes of a detector, by its score there.</summary>
/// <param name="Meaning">What the scores are; of probabilities, their logarithms.</param>
/// <param name="Normalizers">ln Σ e^score over all classes, one a place; null for scores that no softmax makes shares of.</param>
public sealed record PlaceShares(ScoreMeaning Meaning, float[]? Normalizers)
{
    /// <returns>0 to 1; null where scores are no such thing.</returns>
    public double? Of(double score, int place) => Meaning switch
    {
        ScoreMeaning.Softmax => Math.Exp(score - Normalizers![place]),
        ScoreMeaning.Sigmoid => 1 / (1 + Math.Exp(-score)),
        ScoreMeaning.Probabilities => Math.Exp(score),
        ScoreMeaning.Linear => null,
        _ => throw new InvalidOperationException($"{Meaning} has no shares"),
    };

    /// <summary>The least score of a class that holds, where classes are independent: that of a share of one half, and of plain numbers 0.</summary>
    public static double Half(ScoreMeaning meaning) => meaning == ScoreMeaning.Probabilities ? Math.Log(0.5) : 0;
}
