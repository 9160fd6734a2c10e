using GradCamService.Explain.Models;
using GradCamService.Onnx;
using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Explain.Captions;

/// <summary>
/// A caption decoder that is run again and again on the same images while their captions grow. What depends on the image alone is
/// computed once.
/// </summary>
internal sealed class StepDecoder
{
    private readonly ImageNetwork _network;
    private readonly Dictionary<string, Tensor> _known;

    /// <param name="network">A network that reads captions.</param>
    /// <param name="features">What its encoder gave, one row a caption; owned by the caller's dispose scope, as all that is made here.</param>
    public StepDecoder(ImageNetwork network, Tensor features)
    {
        _network = network;
        var names = BeforeText(network.Graph.Graph, network.Wiring.Text!);
        var feeds = new Dictionary<string, Tensor> { [network.FeaturesInput] = features };
        var values = network.Graph.Run(feeds, names, GraphRun.Plain);
        _known = names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>log p of every token that may come next, for each row.</summary>
    /// <param name="ids">Captions of equal length, beginning with start: <c>[rows, T]</c>.</param>
    public float[][] Next(Tensor ids)
    {
        using var scope = NewDisposeScope();
        var feeds = new Dictionary<string, Tensor>(_known) { [_network.Wiring.Text!] = ids };
        var logits = _network.Graph.Run(feeds, [_network.Wiring.Output], GraphRun.Plain)[0];
        var last = logits.select(1, logits.shape[1] - 1).to(ScalarType.Float32).log_softmax(-1).cpu().contiguous();
        return last.data<float>().ToArray().Chunk((int)last.shape[1]).ToArray();
    }

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
