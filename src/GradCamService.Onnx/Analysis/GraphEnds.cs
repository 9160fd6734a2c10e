using GradCamService.Onnx.Operators;

namespace GradCamService.Onnx.Analysis;

/// <summary>
/// Where a graph's scores may be: its outputs, and what nodes read that are left out but only name or choose among scores. In front of any other
/// node that is left out lie features that the network has not finished with.
/// </summary>
internal static class GraphEnds
{
    // Of ai.onnx.ml and of text: they turn scores into labels.
    private static readonly HashSet<string> Naming =
    [
        "ArrayFeatureExtractor", "Binarizer", "Cast", "CategoryMapper", "Constant", "LabelEncoder", "RegexFullMatch", "StringConcat",
        "StringNormalizer", "StringSplit", "ZipMap",
    ];

    public static IReadOnlyList<string> Of(Graph graph) =>
        [.. graph.Ends.Where(end => graph.Outputs.Contains(end) || Behind(graph, end).All(node => node.IsSupported ? !Learns(node) : Naming.Contains(node.Operator)))];

    /// <summary>Whether the operator, in any version, makes features of features.</summary>
    private static bool Learns(LeftOutNode node) => OperatorTable.VersionsOf(node.Domain, node.Operator)
        .Any(since => OperatorTable.Lines[new OperatorKey(node.Domain, node.Operator, since)].Traits.HasFlag(Trait.Learns));

    private static IEnumerable<LeftOutNode> Behind(Graph graph, string end)
    {
        var reached = new HashSet<string> { end };
        foreach (var node in graph.LeftOut.Where(node => node.Inputs.Any(reached.Contains)))
        {
            reached.UnionWith(node.Outputs);
            yield return node;
        }
    }
}
