using GradCamService.Onnx.Operators;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// Decodes, and transposes, the stored factor of a matrix product once: MatMulNBits and FusedMatMul with constant weights become MatMul, and
/// what follows it, so that they run, and are known as dense layers, like any other.
/// </summary>
internal static class StoredFactors
{
    private const string BatchA = "transBatchA";
    private const string TransposedA = "transA";

    public static void Apply(GraphDraft draft, IReadOnlyList<string> keep)
    {
        draft.Nodes = draft.Nodes.SelectMany(node => node.Key switch
        {
            { Domain: FusedOperators.Microsoft, Name: "MatMulNBits" } when IsStored(draft, node, 1, 4) => Decoded(draft, node),
            { Domain: FusedOperators.Microsoft, Name: "FusedMatMul" or "TransposeMatMul" } when IsStored(draft, node, 1, 1) && !Turns(node) =>
                Transposed(draft, node),
            _ => [node],
        }).ToList();
        draft.Prune(keep);
    }

    private static IEnumerable<Node> Decoded(GraphDraft draft, Node node)
    {
        var weight = BlockWeights.Decode(Call(draft, node)).t().contiguous();
        var hasBias = node.Inputs.Count > 5 && node.Inputs[5].Length > 0;
        return Product(draft, node, weight, hasBias ? ("Add", 7, node.Inputs[5]) : null);
    }

    private static IEnumerable<Node> Transposed(GraphDraft draft, Node node)
    {
        var weight = FusedFactors.Transposed(Call(draft, node), 1, "B").contiguous();
        var alpha = node.Attributes.Float("alpha", 1);
        if (alpha != 1)
            draft.Constants[$"{node.Outputs[0]}/alpha"] = tensor(alpha).to(weight.dtype);
        return Product(draft, node, weight, alpha == 1 ? null : ("Mul", 7, $"{node.Outputs[0]}/alpha"));
    }

    /// <summary>A product with a constant, and what follows it.</summary>
    private static IEnumerable<Node> Product(GraphDraft draft, Node node, Tensor weight, (string Name, int Since, string Input)? next)
    {
        var output = node.Outputs[0];
        draft.Constants[$"{output}/weight"] = weight;
        var product = next is null ? output : $"{output}/product";
        yield return Plain(node.Name, new OperatorKey("MatMul", 1), [node.Inputs[0], $"{output}/weight"], product);
        if (next is var (name, since, input))
            yield return Plain(output, new OperatorKey(name, since), [product, input], output);
    }

    private static Node Plain(string name, OperatorKey key, string[] inputs, string output) =>
        new(name, key, OperatorTable.Lines[key], inputs, [output], new Attributes(name, [], new Dictionary<string, Tensor>()), new Dictionary<string, Graph>(), []);

    private static OperatorCall Call(GraphDraft draft, Node node) =>
        new(node, [.. node.Inputs.Select(input => draft.Constants.GetValueOrDefault(input))], GraphRun.Plain, CPU);

    private static bool IsStored(GraphDraft draft, Node node, int first, int last) => node.Inputs.Count > first
        && node.Inputs.Take(last + 1).Skip(first).All(input => input.Length == 0 || draft.Constants.ContainsKey(input));

    private static bool Turns(Node node) => node.Attributes.Int(TransposedA, 0) != 0 || node.Attributes.Int(BatchA, 0) != 0;
}
