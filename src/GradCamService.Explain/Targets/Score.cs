using GradCamService.Explain.Outputs;
using static TorchSharp.torch;

namespace GradCamService.Explain.Targets;

/// <summary>What is explained: a scalar y of one image's outputs, before any softmax.</summary>
public abstract record Score
{
    /// <summary>y.</summary>
    /// <param name="logits">One image's outputs: <c>[A]</c>, or <c>[T, V]</c> for a text decoder.</param>
    /// <returns>A scalar that autograd can go back from; owned by the caller's dispose scope.</returns>
    public abstract Tensor Of(Tensor logits);

    /// <summary>How likely the network holds it, 0 to 1; null where y is no such thing.</summary>
    /// <param name="score">y.</param>
    /// <param name="output">All that the network said of the image.</param>
    public virtual double? Probability(float score, NetworkOutput output) => null;
}

/// <summary>The logit of one class, answer or action.</summary>
/// <param name="Index">Its position among the outputs.</param>
public sealed record ClassScore(int Index) : Score
{
    public override Tensor Of(Tensor logits) => logits[Index];

    public override double? Probability(float score, NetworkOutput output) => output.Shares?[Index];
}

/// <summary>The log-sum-exp of the logits of several classes that exclude each other: a WordNet group such as "dog".</summary>
/// <param name="Members">Their positions among the outputs.</param>
public sealed record GroupScore(IReadOnlyList<int> Members) : Score
{
    public override Tensor Of(Tensor logits) =>
        logits.index_select(0, tensor(Members.Select(member => (long)member).ToArray(), device: logits.device)).logsumexp(0);

    public override double? Probability(float score, NetworkOutput output) =>
        output.Shares is { } shares ? Members.Sum(member => shares[member]) : null;
}

/// <summary>The largest score of several classes that do not exclude each other: a group holds where one of its members does.</summary>
/// <param name="Members">Their positions among the outputs.</param>
public sealed record LargestScore(IReadOnlyList<int> Members) : Score
{
    public override Tensor Of(Tensor logits) =>
        logits.index_select(0, tensor(Members.Select(member => (long)member).ToArray(), device: logits.device)).max(0).values;

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
