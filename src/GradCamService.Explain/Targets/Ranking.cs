namespace GradCamService.Explain.Targets;

/// <summary>Orders a model's outputs.</summary>
public static class Ranking
{
    /// <summary>Indices of the highest scores, highest first; equal scores in order of index, so that an answer can be repeated.</summary>
    public static int[] Best(ReadOnlySpan<float> scores, int count)
    {
        var indices = new int[scores.Length];
        var keys = new float[scores.Length];
        for (var i = 0; i < indices.Length; i++)
            (indices[i], keys[i]) = (i, scores[i]);
        Array.Sort(indices, (a, b) => keys[b].CompareTo(keys[a]) is var order && order != 0 ? order : a.CompareTo(b));
        return indices[..Math.Min(count, indices.Length)];
    }
}
