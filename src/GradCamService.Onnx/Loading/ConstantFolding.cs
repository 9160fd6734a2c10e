using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Operators;
using TorchSharp;

namespace GradCamService.Onnx.Loading;

/// <summary>Computes once, at load, every node that reads only constants: a float16 weight behind a Cast becomes float32.</summary>
internal static class ConstantFolding
{
    public static void Apply(GraphDraft draft)
    {
        var left = new List<Node>();
        foreach (var node in draft.Nodes)
            if (CanFold(draft, node))
                Fold(draft, node);
            else
                left.Add(node);
        draft.Nodes = left;
    }

    private static bool CanFold(GraphDraft draft, Node node) =>
        node.Subgraphs.Count == 0 && node.Inputs.All(name => name.Length == 0 || draft.Constants.ContainsKey(name));

    private static void Fold(GraphDraft draft, Node node)
    {
        var inputs = node.Inputs.Select(name => name.Length == 0 ? null : draft.Constants[name]).ToArray();
        var outputs = new OperatorCall(node, inputs, GraphRun.Plain, torch.CPU).Compute();
        for (var i = 0; i < Math.Min(outputs.Count, node.Outputs.Count); i++)
            if (node.Outputs[i].Length > 0 && outputs[i] is { } output)
                draft.Constants[node.Outputs[i]] = Array.Exists(inputs, input => ReferenceEquals(input, output)) ? output.alias() : output;
    }
}
