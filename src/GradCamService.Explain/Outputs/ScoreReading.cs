using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Explain.Outputs;

/// <summary>How the scores of a model's classes, and how likely it holds each, are read from what its network computes.</summary>
/// <param name="Meaning">What the scores are.</param>
public sealed record ScoreReading(ScoreMeaning Meaning) : OutputReading(Meaning)
{
    /// <summary>Logits as they are, of classes that exclude each other.</summary>
    public static ScoreReading Logits { get; } = new(ScoreMeaning.Softmax);

    /// <summary>How the scores are made of the tensor that is read.</summary>
    public ScoreForm Form { get; init; }

    /// <summary>The tensor of the shares, where no softmax or sigmoid of the scores gives them; else null.</summary>
    public string? Shares { get; init; }

    /// <summary>What a class that is certain has in that tensor, &gt; 0.</summary>
    public double Certain { get; init; } = 1;

    public override IReadOnlyList<string> Further => Shares is null ? [] : [Shares];

    public static ScoreReading Of(Scores scores) => new(scores.Meaning)
    {
        Form = scores.Form,
        Shares = scores.Shares,
        Certain = scores.Certain,
        AreIndependent = scores.AreIndependent,
    };

    /// <summary>The classes' scores <c>[N, classes]</c>.</summary>
    /// <param name="read">One number a class and image, whatever axes of size 1 there are besides.</param>
    public override Tensor ScoresOf(Tensor read) => Form.Scores(Flat(read), Certain);

    public override IReadOnlyList<NetworkOutput> OutputsOf(Tensor scores, IReadOnlyList<Tensor> further)
    {
        var shares = further is [var given] ? Rows(Flat(given)) : null;
        return [.. Rows(scores).Select((row, i) => new NetworkOutput(row, []) { Shares = SharesOf(row, shares?[i]) })];
    }

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

    private static Tensor Flat(Tensor read) => read.dim() == 2 ? read : read.reshape(read.shape[0], -1);

    private static float[][] Rows(Tensor tensor) => [.. TensorValues.Floats(tensor).Chunk((int)tensor.shape[1])];
}
