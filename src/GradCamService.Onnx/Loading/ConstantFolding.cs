using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Operators;
using TorchSharp;

namespace GradCamService.Onnx.Loading;

/// <summary>Computes once, at load, every node that reads only constants: a float16 weight behind a Cast becomes float32.</summary>
internal static class ConstantFolding
{
    // A few bytes of file may describe a tensor of gigabytes (ConstantOfShape, Expand, Tile). Such a node is left to the run.
    private const long MostElements = 1 << 28;

    public static void Apply(GraphDraft draft)
    {
        var left = new List<Node>();
        foreach (var node in draft.Nodes)
            if (!CanFold(draft, node) || !TryFold(draft, node))
                left.Add(node);
        draft.Nodes = left;
    }

    private static bool CanFold(GraphDraft draft, Node node) =>
        node.Subgraphs.Count == 0 && node.Inputs.All(name => name.Length == 0 || draft.Constants.ContainsKey(name));

    private static bool TryFold(GraphDraft draft, Node node)
    {
        if (SizeOf(draft, node) > MostElements)
            return false;
        var inputs = node.Inputs.Select(name => name.Length == 0 ? null : draft.Constants[name]).ToArray();
        var outputs = node.Operator(new OperatorCall(node, inputs, GraphRun.Plain, torch.CPU));
        for (var i = 0; i < Math.Min(outputs.Count, node.Outputs.Count); i++)
            if (node.Outputs[i].Length > 0 && outputs[i] is { } output)
                draft.Constants[node.Outputs[i]] = inputs.Contains(output) ? output.alias() : output;
        return true;
    }

    private static long SizeOf(GraphDraft draft, Node node)
    {
        if (node.Key.Name is not ("ConstantOfShape" or "Expand" or "Tile") || node.Inputs.Count == 0)
            return 0;
        var sizes = draft.Constants[node.Inputs[^1]].to(torch.ScalarType.Int64).data<long>().ToArray();
        var repeated = node.Key.Name == "Tile" ? draft.Constants[node.Inputs[0]].numel() : 1;
        return (long)Math.Min(sizes.Aggregate((double)repeated, (product, size) => product * Math.Max(size, 1)), long.MaxValue / 2);
    }
}
