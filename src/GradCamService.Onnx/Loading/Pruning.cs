namespace GradCamService.Onnx.Loading;

/// <summary>Drops nodes and constants that neither the outputs nor the kept tensors need.</summary>
internal static class Pruning
{
    public static void Apply(GraphDraft draft, IReadOnlyList<string> keep)
    {
        var needed = draft.Outputs.Concat(keep).ToHashSet();
        var left = new List<Node>();
        foreach (var node in draft.Nodes.AsEnumerable().Reverse().Where(node => node.Outputs.Any(needed.Contains)))
        {
            left.Add(node);
            needed.UnionWith(node.Inputs.Concat(node.Captured));
        }
        left.Reverse();
        draft.Nodes = left;
        foreach (var name in draft.Constants.Keys.Where(name => !needed.Contains(name)).ToList())
            draft.Drop(name);
    }
}
