using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>A graph while it is being loaded: the passes change it, then it becomes a <see cref="Graph"/>, which nobody changes.</summary>
internal sealed class GraphDraft
{
    public required IReadOnlyList<GraphInput> Inputs { get; init; }

    public required IReadOnlyList<string> Outputs { get; init; }

    public required List<Node> Nodes { get; set; }

    public required Dictionary<string, Tensor> Constants { get; init; }

    /// <summary>See <see cref="Graph.Metadata"/>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; set; } = new Dictionary<string, string>();

    /// <summary>See <see cref="Graph.Labels"/>.</summary>
    public IReadOnlyList<string>? Labels { get; set; }

    /// <summary>See <see cref="Graph.FirstNorm"/>.</summary>
    public NormStatistics? FirstNorm { get; set; }

    /// <summary>How many nodes, sub-graphs' captures included, read each tensor.</summary>
    public Dictionary<string, int> CountReaders() =>
        Nodes.SelectMany(node => node.Inputs.Concat(node.Captured)).GroupBy(name => name)
            .ToDictionary(group => group.Key, group => group.Count());

    /// <summary>Takes a constant out for good.</summary>
    public void Drop(string constant)
    {
        if (Constants.Remove(constant, out var tensor))
            tensor.Dispose();
    }

    /// <summary>Takes out nodes and constants that neither the outputs nor the kept tensors need.</summary>
    public void Prune(IReadOnlyList<string> keep)
    {
        var needed = Outputs.Concat(keep).ToHashSet();
        var left = new List<Node>();
        foreach (var node in Nodes.AsEnumerable().Reverse().Where(node => node.Outputs.Any(needed.Contains)))
        {
            left.Add(node);
            needed.UnionWith(node.Inputs.Concat(node.Captured));
        }
        left.Reverse();
        Nodes = left;
        foreach (var name in Constants.Keys.Where(name => !needed.Contains(name)).ToList())
            Drop(name);
    }

    /// <summary>Fixes the draft. The constants leave the loader's dispose scope.</summary>
    public Graph ToGraph(string name, string producer, Device device)
    {
        foreach (var constant in Constants.Values.Concat(Nodes.SelectMany(node => node.Attributes.Tensors)))
            constant.DetachFromDisposeScope();
        return new Graph(name, producer, Inputs, Outputs, Nodes, Constants, device)
        {
            Metadata = Metadata,
            Labels = Labels,
            FirstNorm = FirstNorm,
        };
    }
}
