namespace GradCamService.Explain.Outputs;

/// <summary>Orders a model's outputs.</summary>
public static class Ranking
{
    /// <summary>Indices of the highest scores, highest first; equal scores in order of index, so that an answer can be repeated.</summary>
    public static int[] Best(ReadOnlySpan<float> scores, int count)
    {
        // Few of many are wanted: one pass that keeps the best so far. A beam search asks for some of thousands of words at every step.
        var best = new int[Math.Min(count, scores.Length)];
        var kept = 0;
        for (var index = 0; index < scores.Length; index++)
        {
            var score = scores[index];
            if (kept == best.Length && (kept == 0 || score.CompareTo(scores[best[^1]]) <= 0))
                continue;
            var place = kept < best.Length ? kept++ : kept - 1;
            for (; place > 0 && score.CompareTo(scores[best[place - 1]]) > 0; place--)
                best[place] = best[place - 1];
            best[place] = index;
        }
        return best;
    }
}
