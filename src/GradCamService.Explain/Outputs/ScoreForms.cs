using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Explain.Outputs;

/// <summary>Scores of the numbers that they are made of.</summary>
internal static class ScoreForms
{
    // The smallest normal float32: a share that rounding made 0 has a logarithm, too.
    private const double LeastShare = 1.1754944e-38;

    /// <param name="form">How.</param>
    /// <param name="read"><c>[N, numbers, …]</c>.</param>
    /// <param name="certain">What a class that is certain has there, where the numbers are shares.</param>
    /// <returns><c>[N, classes, …]</c>; autograd can go back through it.</returns>
    public static Tensor Scores(this ScoreForm form, Tensor read, double certain = 1) => form switch
    {
        ScoreForm.Plain => read,
        ScoreForm.Negated => -read,
        ScoreForm.Pair => cat([-read, read], 1),
        ScoreForm.ReversedPair => cat([read, -read], 1),
        ScoreForm.Log => Logarithm(read.Over(certain)),
        ScoreForm.LogPair => cat([Logarithm(read.Over(certain).SubtractedFrom(1)), Logarithm(read.Over(certain))], 1),
        _ => throw new InvalidOperationException($"{form} makes no scores"),
    };

    public static Tensor Logarithm(Tensor shares) => shares.clamp_min(Numbers.Of(LeastShare)).log();
}
