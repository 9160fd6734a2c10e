using System.Collections;
using GradCamService.Explain.Outputs;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Targets;

/// <summary>What is explained: a scalar y of one image's outputs, before any softmax.</summary>
public abstract record Score
{
    /// <summary>y.</summary>
    /// <param name="logits">
    /// One image's outputs: <c>[A]</c>; <c>[T, V]</c> of a text decoder; <c>[C, h, w]</c> of segmentation; <c>[Q, C]</c> of a detector.
    /// </param>
    /// <returns>A scalar that autograd can go back from; owned by the caller's dispose scope.</returns>
    public abstract Tensor Of(Tensor logits);

    /// <summary>How likely the network holds it, 0 to 1; null where y is no such thing.</summary>
    /// <param name="score">y.</param>
    /// <param name="output">All that the network said of the image.</param>
    public virtual double? Probability(float score, NetworkOutput output) => null;

    /// <summary>The classes that it is the score of, by their positions among the outputs; null where it is no such thing.</summary>
    public virtual IReadOnlyList<int>? Classes => null;
}

/// <summary>The logit of one class, answer or action.</summary>
/// <param name="Index">Its position among the outputs.</param>
public sealed record ClassScore(int Index) : Score
{
    public override Tensor Of(Tensor logits) => logits[Index];

    public override IReadOnlyList<int> Classes => [Index];

    public override double? Probability(float score, NetworkOutput output) => output.Shares?[Index];
}

/// <summary>The log-sum-exp of the logits of several classes that exclude each other: a WordNet group such as "dog".</summary>
/// <param name="Members">Their positions among the outputs.</param>
public sealed record GroupScore(IReadOnlyList<int> Members) : Score
{
    public override Tensor Of(Tensor logits) =>
        logits.index_select(0, tensor(Members.Select(member => (long)member).ToArray(), device: logits.device)).logsumexp(0);

    public override IReadOnlyList<int> Classes => Members;

    public override double? Probability(float score, NetworkOutput output) =>
        output.Shares is { } shares ? Members.Sum(member => shares[member]) : null;
}

/// <summary>The largest score of several classes that do not exclude each other: a group holds where one of its members does.</summary>
/// <param name="Members">Their positions among the outputs.</param>
public sealed record LargestScore(IReadOnlyList<int> Members) : Score
{
    public override Tensor Of(Tensor logits) =>
        logits.index_select(0, tensor(Members.Select(member => (long)member).ToArray(), device: logits.device)).max(0).values;

    public override IReadOnlyList<int> Classes => Members;

    public override double? Probability(float score, NetworkOutput output) =>
        output.Shares is { } shares ? Members.Max(member => shares[member]) : null;
}

/// <summary>What speaks for one concept rather than another: score(concept) − score(against).</summary>
public sealed record ContrastScore(Score Concept, Score Against) : Score
{
    public override Tensor Of(Tensor logits) => Concept.Of(logits) - Against.Of(logits);
}

/// <summary>A sentence: Σ log p of its words and the end token.</summary>
/// <param name="Tokens">Numbers of its words, then of the end token.</param>
public sealed record SentenceScore(IReadOnlyList<int> Tokens) : Score
{
    public override Tensor Of(Tensor logits)
    {
        var index = tensor(Tokens.Select(token => (long)token).ToArray(), [Tokens.Count, 1], device: logits.device);
        return logits.narrow(0, 0, Tokens.Count).log_softmax(-1).gather(1, index).sum();
    }

    public override double? Probability(float score, NetworkOutput output) => Math.Exp(score);
}

/// <summary>A word of a sentence, given those before it: log p.</summary>
/// <param name="Position">Its place in the sentence, from 0.</param>
/// <param name="Token">Its number.</param>
public sealed record WordScore(int Position, int Token) : Score
{
    public override Tensor Of(Tensor logits) => logits[Position].log_softmax(-1)[Token];

    public override double? Probability(float score, NetworkOutput output) => Math.Exp(score);
}

/// <summary>
/// What tells a concept from others: Σ_d p_d (y − y_d) / (Σ_d p_d + ε), p the softmax of the logits, Zhang et al. 2025, arXiv:2501.11309. The gradient
/// runs through p, too.
/// </summary>
/// <param name="Concept">y.</param>
/// <param name="Others">The classes d, by their positions among the outputs.</param>
public sealed record FinerScore(Score Concept, IReadOnlyList<int> Others) : Score
{
    // As in the authors' code.
    private const double Epsilon = 1e-9;

    public override Tensor Of(Tensor logits)
    {
        var others = tensor(Others.Select(other => (long)other).ToArray(), device: logits.device);
        var shares = logits.softmax(0).index_select(0, others);
        return shares.mul(Concept.Of(logits).sub(logits.index_select(0, others))).sum().div(shares.sum().Plus(Epsilon));
    }
}

/// <summary>A score and its log-probability: y + (y − log Σ_c e^y_c), Cai 2025, arXiv:2501.06261.</summary>
/// <param name="Concept">y.</param>
public sealed record LikelyScore(Score Concept) : Score
{
    public override Tensor Of(Tensor logits)
    {
        var score = Concept.Of(logits);
        return score.Plus(score.sub(logits.logsumexp(0)));
    }
}

/// <summary>
/// The sum of scores over places of a map, which stay the same whatever the outputs are: of a class over its own mask, Vinogradova et al. 2020,
/// arXiv:2002.11434 (Seg-Grad-CAM).
/// </summary>
/// <param name="Each">What is summed: of <c>[C, h, w]</c> it makes <c>[h, w]</c>.</param>
/// <param name="Places">Where, row by row.</param>
public sealed record RegionScore(Score Each, BitArray Places) : Score
{
    /// <summary>The only place, where there is one and the score tells how likely the class is there.</summary>
    public int? Place { get; init; }

    public override Tensor Of(Tensor logits)
    {
        var places = new bool[Places.Count];
        Places.CopyTo(places, 0);
        return Each.Of(logits).flatten().masked_select(tensor(places, device: logits.device)).sum();
    }

    public override double? Probability(float score, NetworkOutput output) =>
        Place is { } place ? output.Segmentation!.Shares.Of(score, place) : null;
}

/// <summary>The score of one box.</summary>
/// <param name="Each">What of it: of <c>[C]</c> it makes a scalar.</param>
/// <param name="Box">Its place among the boxes.</param>
public sealed record BoxScore(Score Each, int Box) : Score
{
    public override Tensor Of(Tensor logits) => Each.Of(logits[Box]);

    public override double? Probability(float score, NetworkOutput output) =>
        Each is ContrastScore ? null : output.Detections!.Shares.Of(score, Box);
}

/// <summary>The sum of neighbouring numbers of a tensor; of one number, that.</summary>
/// <param name="Start">The first one's place, axis by axis.</param>
/// <param name="Count">How many, ≥ 1.</param>
public sealed record SpanScore(long Start, long Count) : Score
{
    public override Tensor Of(Tensor logits) => logits.flatten().narrow(0, Start, Count).sum();
}

/// <summary>Nothing, since what was asked for is not there: NaN, which no output changes.</summary>
public sealed record NoScore : Score
{
    public override Tensor Of(Tensor logits) => logits.flatten().narrow(0, 0, 0).mean();
}
