using static TorchSharp.torch;

namespace GradCamService.Explain.Targets;

/// <summary>A sentence: Σ log p of its words and the end token.</summary>
/// <param name="Tokens">Numbers of its words, then of the end token.</param>
public sealed record CaptionTarget(IReadOnlyList<int> Tokens) : Target
{
    public override Tensor Score(Tensor logits)
    {
        var index = tensor(Tokens.Select(token => (long)token).ToArray(), [Tokens.Count, 1], device: logits.device);
        return logits.narrow(0, 0, Tokens.Count).log_softmax(-1).gather(1, index).sum();
    }

    public override double? Probability(float score, NetworkOutput output) => Math.Exp(score);
}

/// <summary>A word of a sentence, given those before it: log p.</summary>
/// <param name="Position">Its place in the sentence, from 0.</param>
/// <param name="Token">Its number.</param>
public sealed record WordTarget(int Position, int Token) : Target
{
    public override Tensor Score(Tensor logits) => logits[Position].log_softmax(-1)[Token];

    public override double? Probability(float score, NetworkOutput output) => Math.Exp(score);
}
