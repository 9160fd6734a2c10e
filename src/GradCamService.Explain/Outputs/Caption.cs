namespace GradCamService.Explain.Outputs;

/// <summary>A sentence that a decoder wrote or read, with how likely it found each token.</summary>
/// <param name="Tokens">Numbers of its words, then of the end token; at least the latter.</param>
/// <param name="LogProbabilities">log p of each token, given those before it; ≤ 0.</param>
public sealed record Caption(IReadOnlyList<int> Tokens, IReadOnlyList<double> LogProbabilities)
{
    /// <summary>Its words, without the end token.</summary>
    public IEnumerable<int> Words => Tokens.SkipLast(1);

    /// <summary>Σ log p of its words and the end token.</summary>
    public double LogProbability => LogProbabilities.Sum();
}
