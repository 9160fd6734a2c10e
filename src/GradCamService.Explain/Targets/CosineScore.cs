using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Targets;

/// <summary>The cosine of the angle between an embedding and another vector: e · r / (|e| |r|), −1 to 1; 0 where one of them is 0.</summary>
/// <param name="Reference">r, of as many numbers; a constant, into which no gradient goes.</param>
public sealed record CosineScore(float[] Reference) : Score
{
    // Below it, a vector of float32 has no direction that is more than rounding.
    private const double LeastNorm = 1e-12;

    public override Tensor Of(Tensor logits)
    {
        var norm = Math.Max(NormOf(Reference), LeastNorm);
        var unit = tensor(Array.ConvertAll(Reference, value => (float)(value / norm)), device: logits.device);
        var embedding = logits.to(ScalarType.Float32);
        var length = embedding.norm();
        // Of length 0, y is e · r / |r|: 0, with a gradient that is finite and towards r.
        return (embedding * unit).sum() / length.Plus(length.eq(Numbers.Of(0)).to(ScalarType.Float32));
    }

    /// <summary>The same of numbers.</summary>
    public static double Of(float[] embedding, float[] reference) => embedding.Zip(reference, (a, b) => (double)a * b).Sum()
        / Math.Max(NormOf(embedding), LeastNorm) / Math.Max(NormOf(reference), LeastNorm);

    /// <summary>√Σ v².</summary>
    public static double NormOf(float[] vector) => Math.Sqrt(vector.Sum(value => (double)value * value));
}
