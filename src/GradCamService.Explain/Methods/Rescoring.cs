using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Methods;

/// <summary>Another score in place of a target's own, now that the network's output is known.</summary>
public delegate Score Rescoring(Target target, NetworkOutput output);

/// <summary>All of them.</summary>
public static class Rescorings
{
    // Zhang et al. 2025 compare with so many.
    private const int Similar = 3;

    /// <summary>
    /// What tells the concept from the classes whose scores are nearest to its own, Zhang et al. 2025, arXiv:2501.11309; against another concept, from
    /// that.
    /// </summary>
    public static Score Finer(Target target, NetworkOutput output)
    {
        if (target.Score.Classes is not { } own)
            return target.Score;
        var score = own.Count == 1 ? output.Logits[own[0]] : own.Max(index => output.Logits[index]);
        return new FinerScore(target.Score, [.. Enumerable.Range(0, output.Logits.Length).Except(own)
            .OrderBy(index => Math.Abs(output.Logits[index] - score)).ThenBy(index => index).Take(Similar)]);
    }

    /// <summary>The score and its log-probability, Cai 2025, arXiv:2501.06261; without classes, the score.</summary>
    public static Score WithLogProbability(Target target, NetworkOutput output) =>
        target.Score.Classes is null ? target.Score : new LikelyScore(target.Score);
}
