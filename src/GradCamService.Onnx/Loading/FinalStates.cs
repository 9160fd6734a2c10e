using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// Names the final states of recurrent layers where a file leaves them unnamed, so that they can be fetched: who feeds them back as
/// initial states goes on with a sequence instead of beginning anew.
/// </summary>
internal static class FinalStates
{
    private static readonly Dictionary<string, int> OutputCounts = new() { ["LSTM"] = 3, ["GRU"] = 2, ["RNN"] = 2 };

    /// <param name="node">Any node.</param>
    /// <param name="title">Its name, unique enough for a tensor's.</param>
    /// <returns>Its outputs' names.</returns>
    public static IReadOnlyList<string> Name(NodeProto node, string title)
    {
        if (Opsets.Normalize(node.Domain).Length > 0 || !OutputCounts.TryGetValue(node.OpType, out var count))
            return node.Output;
        var names = node.Output.Concat(Enumerable.Repeat("", count)).Take(count).ToList();
        for (var i = 1; i < count; i++)
            if (names[i].Length == 0)
                names[i] = $"{title}/final-state-{i}";
        return names;
    }
}
