using GradCamService.Explain.Layers;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Outputs;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Tasks.Segmentation;

/// <summary>Finds the map of scores of a network of segmentation.</summary>
internal static class MapOutputs
{
    /// <exception cref="ManifestException">The manifest's output is no map, or its labels do not fit.</exception>
    /// <exception cref="OnnxException">The graph has no map.</exception>
    public static FoundOutputs Find(OutputSearch search)
    {
        var (manifest, network, probe) = (search.Manifest, search.Network, search.Probe);
        if (network.Encoder is not null)
            throw manifest.Problem("encoder: a model for segmentation is one graph");
        var map = MapSearch.Find(network.Graph.Graph, probe.Trace, network.Wiring.Image, manifest.Output, manifest.Scores);
        var (shape, isLast) = (map.Shape, probe.Analyze(map.Tensor).LayoutOf(map.Tensor)?.Form == SpatialForm.ChannelsLast);
        var (channels, height, width) = isLast ? (shape[2], shape[0], shape[1]) : (shape[0], shape[1], shape[2]);
        var isPair = channels == 1 && search.Labels == 2;
        var meaning = manifest.Scores ?? map.Meaning ?? (channels == 1 ? ScoreMeaning.Sigmoid : ScoreMeaning.Softmax);
        if (isPair && meaning == ScoreMeaning.Softmax)
            throw manifest.Problem("scores: a softmax over the one channel of the output is 1 everywhere; say sigmoid, or probabilities");
        var inferred = new Dictionary<string, string>(manifest.Inferred);
        if (manifest.Output is null)
            inferred["output"] = $"'{map.Tensor}': {map.Why}";
        if (manifest.Scores is null)
            inferred["scores"] = $"{Names.Of(meaning)}: " + (map.Meaning is not null ? map.Why
                : channels == 1 ? "one number a place, as is usual of one class" : "logits of classes that exclude each other, as is usual");
        return new FoundOutputs(
            manifest with { Output = manifest.Output ?? map.Tensor, Scores = meaning, Inferred = inferred }, map.Tensor,
            new MaskReading(meaning, (int)channels, (int)height, (int)width)
            {
                IsLast = isLast,
                Form = (meaning, isPair) switch
                {
                    (ScoreMeaning.Probabilities, true) => ScoreForm.LogPair,
                    (ScoreMeaning.Probabilities, false) => ScoreForm.Log,
                    (_, true) => ScoreForm.Pair,
                    _ => ScoreForm.Plain,
                },
                // Of several shares, only the graph tells whether they are of one whole.
                AreIndependent = !isPair && (meaning == ScoreMeaning.Sigmoid || channels == 1),
            },
            isPair ? 2 : (int)channels);
    }
}
