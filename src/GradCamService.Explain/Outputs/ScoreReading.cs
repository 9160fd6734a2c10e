using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Explain.Outputs;

/// <summary>How the scores of a model's classes, and how likely it holds each, are read from what its network computes.</summary>
/// <param name="Meaning">What the scores are.</param>
public sealed record ScoreReading(ScoreMeaning Meaning)
{
    // The smallest normal float32: a share that rounding made 0 has a logarithm, too.
    private const double LeastShare = 1.1754944e-38;

    /// <summary>Logits as they are, of classes that exclude each other.</summary>
    public static ScoreReading Logits { get; } = new(ScoreMeaning.Softmax);

    /// <summary>How the scores are made of the tensor that is read.</summary>
    public ScoreForm Form { get; init; }

    /// <summary>The tensor of the shares, where no softmax or sigmoid of the scores gives them; else null.</summary>
    public string? Shares { get; init; }

    /// <summary>What a class that is certain has in that tensor, &gt; 0.</summary>
    public double Certain { get; init; } = 1;

    /// <summary>Whether several classes may hold at once: then a group holds as much as its likeliest member.</summary>
    public bool AreIndependent { get; init; }

    public static ScoreReading Of(Scores scores) => new(scores.Meaning)
    {
        Form = scores.Form,
        Shares = scores.Shares,
        Certain = scores.Certain,
        AreIndependent = scores.AreIndependent,
    };

    /// <summary>The classes' scores <c>[N, classes]</c> of the tensor that is read, <c>[N, numbers]</c>; autograd can go back through them.</summary>
    public Tensor ScoresOf(Tensor read) => Form switch
    {
        ScoreForm.Plain => read,
        ScoreForm.Negated => -read,
        ScoreForm.Pair => cat([-read, read], 1),
        ScoreForm.ReversedPair => cat([read, -read], 1),
        ScoreForm.Log => Logarithm(read / Certain),
        ScoreForm.LogPair => cat([Logarithm(1 - (read / Certain)), Logarithm(read / Certain)], 1),
        _ => throw new InvalidOperationException($"{Form} makes no scores"),
    };

    /// <summary>How likely each class is, 0 to 1; null for scores that are no such thing.</summary>
    /// <param name="scores">One image's scores, one a class.</param>
    /// <param name="shares">What <see cref="Shares"/> has of the image; null where there is no such tensor.</param>
    public IReadOnlyList<double>? SharesOf(float[] scores, float[]? shares) => Meaning switch
    {
        ScoreMeaning.Softmax => Softmax.Of(scores),
        ScoreMeaning.Sigmoid => Array.ConvertAll(scores, score => 1 / (1 + Math.Exp(-(double)score))),
        ScoreMeaning.Linear => null,
        ScoreMeaning.Probabilities when shares!.Length == 1 && scores.Length == 2 => PairOf(shares[0] / Certain),
        ScoreMeaning.Probabilities => Array.ConvertAll(shares!, share => share / Certain),
        _ => throw new InvalidOperationException($"{Meaning} has no shares"),
    };

    private double[] PairOf(double share) => Form == ScoreForm.ReversedPair ? [share, 1 - share] : [1 - share, share];

    private static Tensor Logarithm(Tensor shares) => shares.clamp_min(LeastShare).log();
}
