using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Tasks.Embedding;

/// <summary>The output that is the embedding: one vector an image, <c>[N, D]</c> or <c>[N, D, 1, 1]</c>.</summary>
internal static class EmbeddingOutput
{
    /// <exception cref="ManifestException">There is none, there are several, or the manifest names another tensor.</exception>
    public static Scores Find(ModelManifest manifest, ImageNetwork network, NetworkProbe probe)
    {
        if (manifest.Scores is not (null or ScoreMeaning.Linear))
            throw manifest.Problem("scores: the numbers of an embedding are linear, and no scores of classes; leave it out");
        if (manifest.Labels.Count > 0)
            throw manifest.Problem("labels: the numbers of an embedding have no names; leave it out");
        var outputs = (manifest.Output is { } named ? [named] : network.Graph.Graph.Outputs)
            .Select(name => (Name: name, Shape: probe.OutputShape(name))).ToList();
        var vectors = outputs.Where(output => IsVector(output.Shape, network.Wiring)).ToList();
        if (vectors is [var (name, shape)])
            return new Scores(name, name, (int)Length(shape, network.Wiring), ScoreMeaning.Linear, "the numbers of an embedding");
        var found = string.Join(", ", outputs.Select(output => $"'{output.Name}' {ShapeText.OfBatch(output.Shape)}"));
        throw manifest.Problem(vectors.Count > 0 ? $"output: of {found} several are vectors; name the embedding"
            : $"output: an embedding is a vector an image, [N, D] or [N, D, 1, 1] with two numbers or more; there is {found}");
    }

    private static bool IsVector(IReadOnlyList<long> shape, Wiring wiring) =>
        Length(shape, wiring) > 1 && Own(shape, wiring).Count(size => size > 1) == 1;

    private static long Length(IReadOnlyList<long> shape, Wiring wiring) => Own(shape, wiring).Aggregate(1L, (product, size) => product * size);

    private static IEnumerable<long> Own(IReadOnlyList<long> shape, Wiring wiring) => wiring.HasBatchAxis ? shape.Skip(1) : shape;
}
