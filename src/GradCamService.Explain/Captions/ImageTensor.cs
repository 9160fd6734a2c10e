using GradCamService.Explain.Networks;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Captions;

/// <summary>A tensor of a decoder that depends on the image and not on the text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Axis">Along which images lie; null where the tensor is the same for all.</param>
internal sealed record ImageTensor(string Name, int? Axis)
{
    /// <summary>Those that are read together with the text, found by running one image and two.</summary>
    /// <param name="network">A network that reads text.</param>
    /// <param name="features">What its encoder gives for one image.</param>
    public static IReadOnlyList<ImageTensor> Find(ImageNetwork network, Tensor features)
    {
        var names = BeforeText(network.Graph.Graph, network.Wiring.Text!);
        var (one, two) = (Compute(network, names, features), Compute(network, names, cat([features, features])));
        var axes = one.Zip(two, (a, b) => Enumerable.Range(0, a.shape.Length).Where(axis => a.shape[axis] < b.shape[axis]).ToList()).ToList();
        // Where images do not lie along one axis, nothing can be picked by image: then only the features themselves are kept.
        return axes.All(found => found.Count <= 1)
            ? names.Zip(axes, (name, found) => new ImageTensor(name, found.Count == 0 ? null : found[0])).ToList()
            : [new ImageTensor(network.FeaturesInput, 0)];
    }

    public static Tensor[] Compute(ImageNetwork network, IReadOnlyList<string> names, Tensor features) =>
        network.Graph.Run(new Dictionary<string, Tensor> { [network.FeaturesInput] = features }, names, GraphRun.Plain);

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
