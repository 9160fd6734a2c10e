using GradCamService.Explain.Outputs;

namespace GradCamService.Explain.Tasks.Embedding;

/// <summary>What a network makes of a photo.</summary>
/// <param name="Values">Its numbers, in the output's order; null for each that is not finite.</param>
/// <param name="Norm">√Σ v²; null where it is not finite.</param>
public sealed record EmbeddingListing(IReadOnlyList<double?> Values, double? Norm)
{
    internal static EmbeddingListing Of(float[] values) => new(
        [.. values.Select(value => Finite.OrNull(value))], Finite.OrNull(Math.Sqrt(values.Sum(value => (double)value * value))));
}
