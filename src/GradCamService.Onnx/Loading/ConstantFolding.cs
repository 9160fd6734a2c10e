using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// Computes once, at load, every node that reads only constants: a float16 weight behind a Cast becomes float32. A constant that nothing
/// else reads is let go at once, so that a network's weights never lie in memory twice.
/// </summary>
internal static class ConstantFolding
{
    // A few bytes of file may describe tensors of gigabytes (ConstantOfShape, Expand, Tile). What would make more of the file's own
    // constants than this is left to the run, which frees what it has used.
    private const int MostCopies = 4;
    private const long FreeElements = 1 << 24;

    public static void Apply(GraphDraft draft, IReadOnlyList<string> keep)
    {
        var readers = draft.CountReaders();
        var wanted = draft.Outputs.Concat(keep).ToHashSet();
        var allowed = FreeElements + MostCopies * draft.Constants.Values.Sum(constant => constant.numel())
            + MostCopies * draft.Nodes.SelectMany(node => node.Attributes.Tensors).Sum(constant => constant.numel());
        var left = new List<Node>();
        foreach (var node in draft.Nodes)
        {
            if (!CanFold(draft, node) || !TryFold(draft, node, ref allowed))
            {
                left.Add(node);
                continue;
            }
            foreach (var input in node.Inputs.Where(input => input.Length > 0))
                if (--readers[input] == 0 && !wanted.Contains(input))
                    draft.Drop(input);
        }
        draft.Nodes = left;
    }

    private static bool CanFold(GraphDraft draft, Node node) =>
        node.Subgraphs.Count == 0 && node.Inputs.All(name => name.Length == 0 || draft.Constants.ContainsKey(name));

    private static bool TryFold(GraphDraft draft, Node node, ref long allowed)
    {
        if (SizeOf(draft, node) > allowed)
            return false;
        var inputs = node.Inputs.Select(name => name.Length == 0 ? null : draft.Constants[name]).ToArray();
        if (Compute(new OperatorCall(node, inputs, GraphRun.Plain, CPU)) is not { } outputs)
            return false;
        var named = Math.Min(outputs.Count, node.Outputs.Count);
        var made = Enumerable.Range(0, named).Sum(i => outputs[i]?.numel() ?? 0);
        if (made > allowed)
            return false;
        allowed -= made;
        LoadBudget.AddConstant(Enumerable.Range(0, named).Sum(i => outputs[i] is { } output ? output.numel() * output.element_size() : 0));
        for (var i = 0; i < named; i++)
            if (node.Outputs[i].Length > 0 && outputs[i] is { } output)
                draft.Constants[node.Outputs[i]] = Array.Exists(inputs, input => ReferenceEquals(input, output)) ? output.alias() : output;
        return true;
    }

    /// <summary>Null where the operator refuses: perhaps nobody needs its result; if somebody does, the run says why.</summary>
    private static Outputs? Compute(OperatorCall call)
    {
        try
        {
            return call.Compute();
        }
        catch (Exception exception) when (exception is OnnxException or EngineException)
        {
            return null;
        }
    }

    /// <summary>
    /// Elements that the operators would make whose results are of any size; 0 for the others, which are limited by what they read.
    /// </summary>
    private static double SizeOf(GraphDraft draft, Node node) =>
        node.Is(Trait.AnySize) ? double.PositiveInfinity
        : node.Is(Trait.FillsShape) && node.Inputs.Count > 0 ? Product(draft, node.Inputs[^1])
        : node.Is(Trait.Repeats) && node.Inputs.Count > 1 ? Product(draft, node.Inputs[1]) * draft.Constants[node.Inputs[0]].numel()
        : 0;

    private static double Product(GraphDraft draft, string sizes) => sizes.Length == 0 ? 0
        : TensorValues.Longs(draft.Constants[sizes]).Aggregate(1.0, (product, size) => product * Math.Max(size, 1));
}
