using GradCamService.Explain.Models;
using GradCamService.Onnx;
using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Explain.Captions;

/// <summary>
/// A network's decoder, as a search uses it: which of its tensors depend on the image alone, so that they are computed once and not
/// anew for every word and every beam. Shared by all requests, never changed.
/// </summary>
public sealed class CaptionDecoder
{
    private readonly ImageNetwork _network;
    private readonly IReadOnlyList<(string Name, int? Axis)> _ofImage;

    private CaptionDecoder(ImageNetwork network, CaptionRules rules, IReadOnlyList<(string Name, int? Axis)> ofImage) =>
        (_network, Rules, _ofImage) = (network, rules, ofImage);

    /// <summary>What captions are made of.</summary>
    public CaptionRules Rules { get; }

    /// <summary>Prepares a decoder by running the part that sees no text.</summary>
    /// <param name="network">A network that reads captions.</param>
    /// <param name="rules">What captions are made of.</param>
    /// <param name="features">What the encoder gives for one image.</param>
    internal static CaptionDecoder Prepare(ImageNetwork network, CaptionRules rules, Tensor features)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var names = BeforeText(network.Graph.Graph, network.Wiring.Text!);
        var (one, two) = (Run(network, names, features), Run(network, names, cat([features, features])));
        var axes = names.Select((_, i) => Enumerable.Range(0, (int)one[i].dim()).Where(axis => one[i].shape[axis] != two[i].shape[axis]).ToList()).ToList();
        // Where images do not lie along one axis, nothing can be picked by image: then only the features themselves are kept.
        return axes.All(found => found.Count <= 1)
            ? new CaptionDecoder(network, rules, names.Zip(axes, (name, found) => (name, found.Count == 0 ? (int?)null : found[0])).ToList())
            : new CaptionDecoder(network, rules, [(network.FeaturesInput, 0)]);
    }

    /// <summary>Computes what depends on the images alone; the tensors are owned by the caller's dispose scope.</summary>
    /// <param name="features">What the encoder gave for the images.</param>
    internal IReadOnlyList<(string Name, int? Axis, Tensor Values)> Start(Tensor features) =>
        _ofImage.Zip(Run(_network, _ofImage.Select(tensor => tensor.Name).ToList(), features), (known, values) => (known.Name, known.Axis, values)).ToList();

    /// <summary>log p of every token that may come next, for each row.</summary>
    /// <param name="ofRows">What <see cref="Start"/> gave, picked for the rows.</param>
    /// <param name="ids">Captions of equal length, beginning with start: <c>[rows, T]</c>.</param>
    internal float[][] Next(IReadOnlyDictionary<string, Tensor> ofRows, Tensor ids)
    {
        using var scope = NewDisposeScope();
        var feeds = new Dictionary<string, Tensor>(ofRows) { [_network.Wiring.Text!] = ids.to(_network.Device) };
        var logits = _network.Graph.Run(feeds, [_network.Wiring.Output], GraphRun.Plain)[0];
        var last = logits.select(1, logits.shape[1] - 1).to(ScalarType.Float32).log_softmax(-1).cpu().contiguous();
        return last.data<float>().ToArray().Chunk((int)last.shape[1]).ToArray();
    }

    private static Tensor[] Run(ImageNetwork network, IReadOnlyList<string> names, Tensor features) =>
        network.Graph.Run(new Dictionary<string, Tensor> { [network.FeaturesInput] = features }, names, GraphRun.Plain);

    /// <summary>Names of the tensors that do not depend on the text and are read by nodes that do.</summary>
    private static List<string> BeforeText(Graph graph, string text)
    {
        HashSet<string> after = [text];
        HashSet<string> before = [];
        foreach (var node in graph.Nodes)
        {
            var reads = node.Inputs.Concat(node.Captured).Where(name => name.Length > 0 && !graph.Constants.ContainsKey(name)).ToList();
            if (!reads.Any(after.Contains))
                continue;
            after.UnionWith(node.Outputs);
            before.UnionWith(reads.Where(name => !after.Contains(name)));
        }
        return [.. before];
    }
}
