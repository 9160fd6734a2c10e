namespace GradCamService.Explain.Outputs;

/// <summary>The softmax over a model's outputs.</summary>
public static class Softmax
{
    /// <summary>Shares that sum to 1, computed in double precision after subtracting the largest logit.</summary>
    public static double[] Of(ReadOnlySpan<float> logits)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        var shares = new double[logits.Length];
        var sum = 0.0;
        for (var i = 0; i < shares.Length; i++)
            sum += shares[i] = Math.Exp(logits[i] - largest);
        for (var i = 0; i < shares.Length; i++)
            shares[i] /= sum;
        return shares;
    }
}
