using static TorchSharp.torch;

namespace GradCamService.Explain.Targets;

/// <summary>What is explained: a scalar score of one image's outputs, before any softmax.</summary>
public abstract record Target
{
    /// <summary>The score y.</summary>
    /// <param name="logits">One image's outputs: <c>[A]</c>, or <c>[T, V]</c> for a text decoder.</param>
    /// <returns>A scalar that autograd can go back from; owned by the caller's dispose scope.</returns>
    public abstract Tensor Score(Tensor logits);

    /// <summary>How likely the network holds the target, 0 to 1; null where its score is no such thing.</summary>
    /// <param name="score">The target's score.</param>
    /// <param name="output">All that the network said of the image.</param>
    public virtual double? Probability(float score, NetworkOutput output) => null;
}

/// <summary>The logit of one class, answer or action.</summary>
/// <param name="Index">Its position among the outputs.</param>
public sealed record ClassTarget(int Index) : Target
{
    public override Tensor Score(Tensor logits) => logits[Index];

    public override double? Probability(float score, NetworkOutput output) => Softmax.Of(output.Logits)[Index];
}

/// <summary>The log-sum-exp of the logits of several classes: a WordNet group such as "dog".</summary>
/// <param name="Members">Their positions among the outputs.</param>
public sealed record GroupTarget(IReadOnlyList<int> Members) : Target
{
    public override Tensor Score(Tensor logits) =>
        logits.index_select(0, tensor(Members.Select(member => (long)member).ToArray(), device: logits.device)).logsumexp(0);

    public override double? Probability(float score, NetworkOutput output)
    {
        var shares = Softmax.Of(output.Logits);
        return Members.Sum(member => shares[member]);
    }
}

/// <summary>What speaks for one concept rather than another: score(concept) − score(against).</summary>
public sealed record ContrastTarget(Target Concept, Target Against) : Target
{
    public override Tensor Score(Tensor logits) => Concept.Score(logits) - Against.Score(logits);
}
