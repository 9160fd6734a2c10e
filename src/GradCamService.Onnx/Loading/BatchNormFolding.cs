using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// Puts an inference-time batch normalization into the convolution before it: w' = w·γ/√(σ²+ε), b' = (b−μ)·γ/√(σ²+ε)+β. The
/// convolution's own output then no longer exists, so one that is kept, or read by others, is left as it is.
/// </summary>
internal static class BatchNormFolding
{
    public static void Apply(GraphDraft draft, IReadOnlyList<string> keep)
    {
        var readers = draft.CountReaders();
        var untouchable = draft.Outputs.Concat(keep).ToHashSet();
        var convolutions = draft.Nodes.Where(node => node.Is(Trait.Convolves) && node.Inputs.Count > 1 && node.Outputs is [{ Length: > 0 }])
            .ToDictionary(node => node.Outputs[0]);
        foreach (var norm in draft.Nodes.Where(node => node.Is(Trait.NormalizesBatch) && node.Inputs.Count == 5).ToList())
        {
            if (!convolutions.TryGetValue(norm.Inputs[0], out var convolution) || readers[norm.Inputs[0]] != 1
                || untouchable.Contains(norm.Inputs[0]) || IsTraining(norm) || !HasConstants(draft, norm, 1) || !HasConstants(draft, convolution, 1))
                continue;
            var folded = Fold(draft, convolution, norm);
            draft.Nodes[draft.Nodes.IndexOf(convolution)] = folded;
            draft.Nodes.Remove(norm);
            // At once, so that not all weights lie in memory twice.
            if (readers[convolution.Inputs[1]] == 1 && !untouchable.Contains(convolution.Inputs[1]))
                draft.Drop(convolution.Inputs[1]);
        }
        draft.Prune(keep);
    }

    private static Node Fold(GraphDraft draft, Node convolution, Node norm)
    {
        Tensor Parameter(int index) => draft.Constants[norm.Inputs[index]];
        var weight = draft.Constants[convolution.Inputs[1]];
        var scale = Parameter(1) / Parameter(4).Plus(norm.Attributes.Float("epsilon", 1e-5f)).sqrt();
        var bias = convolution.Inputs.Count > 2 && convolution.Inputs[2].Length > 0 ? draft.Constants[convolution.Inputs[2]] : zeros_like(scale);
        var weightName = $"{norm.Outputs[0]}/folded-weight";
        var biasName = $"{norm.Outputs[0]}/folded-bias";
        long[] perOutput = [-1, .. Enumerable.Repeat(1L, (int)weight.dim() - 1)];
        draft.Constants[weightName] = weight * scale.reshape(perOutput);
        draft.Constants[biasName] = ((bias - Parameter(3)) * scale).Plus(Parameter(2));
        return new Node(convolution.Name, convolution.Key, convolution.Line, [convolution.Inputs[0], weightName, biasName], [norm.Outputs[0]],
            convolution.Attributes, convolution.Subgraphs, convolution.Captured);
    }

    private static bool IsTraining(Node norm) =>
        norm.Attributes.Int("training_mode", 0) != 0 || norm.Attributes.Int("is_test", 1) == 0 || norm.Attributes.Int("spatial", 1) == 0
        || norm.Outputs.Skip(1).Any(name => name.Length > 0);

    private static bool HasConstants(GraphDraft draft, Node node, int from) =>
        node.Inputs.Skip(from).All(name => name.Length == 0 || draft.Constants.ContainsKey(name));
}
