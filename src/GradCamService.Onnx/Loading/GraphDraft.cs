using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>A graph while it is being loaded: the passes change it, then it becomes a <see cref="Graph"/>, which nobody changes.</summary>
internal sealed class GraphDraft
{
    public required IReadOnlyList<GraphInput> Inputs { get; init; }

    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>The outputs, and what nodes that are left out read of this graph.</summary>
    public required IReadOnlyList<string> Ends { get; init; }

    public required IReadOnlyList<LeftOutNode> LeftOut { get; init; }

    /// <summary>Why nodes are left out; null where none are.</summary>
    public required string? Refusal { get; init; }

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

    /// <summary>Computes what is known before any run, and leaves out what is not needed.</summary>
    public void Simplify(IReadOnlyList<string> keep)
    {
        ConstantFolding.Apply(this, keep);
        Prune(keep);
        StoredFactors.Apply(this, keep);
        FirstNorm = Loading.FirstNorm.Of(this);
        BatchNormFolding.Apply(this, keep);
    }

    /// <summary>Fixes the nodes. Until loading ends, constants may still be put somewhere else.</summary>
    public Graph ToGraph(string name, string producer, Device device) => new(name, producer, Inputs, Outputs, Nodes, Constants, device)
    {
        Ends = Ends,
        LeftOut = LeftOut,
        Refusal = Refusal,
        Metadata = Metadata,
        Labels = Labels,
        FirstNorm = FirstNorm,
    };

    /// <summary>Ends loading: the constants leave the loader's dispose scope.</summary>
    public void Release()
    {
        foreach (var constant in Constants.Values.Concat(Nodes.SelectMany(node => node.Attributes.Tensors)))
            constant.DetachFromDisposeScope();
    }
}
