using GradCamService.Explain.Layers;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Outputs;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Tasks.Embedding;

/// <summary>The output that is the embedding: one vector an image, <c>[N, D]</c> or <c>[N, D, 1, 1]</c>.</summary>
internal static class EmbeddingOutput
{
    /// <exception cref="ManifestException">There is none, there are several, or the manifest names another tensor.</exception>
    public static FoundOutputs Find(OutputSearch search)
    {
        var (manifest, network) = (search.Manifest, search.Network);
        if (manifest.Scores is not (null or ScoreMeaning.Linear))
            throw manifest.Problem("scores: the numbers of an embedding are linear, and no scores of classes; leave it out");
        if (manifest.Labels.Count > 0)
            throw manifest.Problem("labels: the numbers of an embedding have no names; leave it out");
        var shapes = search.Probe.RowShapes(network.Wiring.HasBatchAxis);
        IReadOnlyList<string> outputs = manifest.Output is { } named ? [named] : network.Graph.Graph.Outputs;
        var vectors = outputs.Where(output => shapes.TryGetValue(output, out var shape) && shape.Count(size => size > 1) == 1).ToList();
        var found = string.Join(", ", outputs.Select(output => $"'{output}'"
            + (shapes.TryGetValue(output, out var shape) ? $" {ShapeText.OfBatch([1, .. shape])}" : " without a row an image")));
        if (vectors is not [var vector])
            throw manifest.Problem(vectors.Count > 0 ? $"output: of {found} several are vectors; name the embedding"
                : $"output: an embedding is a vector an image, [N, D] or [N, D, 1, 1] with two numbers or more; there is {found}");
        var inferred = new Dictionary<string, string>(manifest.Inferred);
        if (manifest.Output is null)
            inferred["output"] = $"'{vector}': the graph's only output that is a vector";
        var length = (int)shapes[vector].Aggregate(1L, (product, size) => product * size);
        return new FoundOutputs(
            manifest with { Output = vector, Scores = ScoreMeaning.Linear, Inferred = inferred }, vector, new EmbeddingReading(length), 1);
    }
}
