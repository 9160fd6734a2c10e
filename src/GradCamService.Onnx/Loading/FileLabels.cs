using System.Globalization;
using System.Text;
using GradCamService.Onnx.Proto;
using static GradCamService.Onnx.Proto.TensorProto.Types;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// The classes' names that a file holds for the nodes behind its scores, which turn an index into a text: ZipMap, LabelEncoder, and
/// ArrayFeatureExtractor or Gather of a constant of texts.
/// </summary>
internal static class FileLabels
{
    private const int MostLetters = 1 << 20;

    /// <summary>In the order of the indices; null where there are none, or several that differ.</summary>
    public static IReadOnlyList<string>? Of(GraphProto graph)
    {
        var texts = graph.Initializer.Where(tensor => tensor.DataType == ElementTypes.Text).Select(tensor => (tensor.Name, tensor))
            .Concat(graph.Node.Where(node => node.OpType == "Constant" && node.Output.Count == 1)
                .SelectMany(node => node.Attribute.Where(attribute => attribute.T?.DataType == ElementTypes.Text), (node, attribute) => (node.Output[0], attribute.T)))
            .GroupBy(pair => pair.Item1).ToDictionary(same => same.Key, same => same.First().Item2);
        var found = graph.Node.Select(node => In(node, texts)).OfType<string[]>()
            .Where(labels => labels.Length > 1 && labels.Sum(label => (long)label.Length) <= MostLetters).ToList();
        return found.Count > 0 && found.TrueForAll(labels => labels.SequenceEqual(found[0])) ? found[0] : null;
    }

    private static string[]? In(NodeProto node, Dictionary<string, TensorProto> texts) => node.OpType switch
    {
        "ZipMap" => Texts(node, "classlabels_strings") ?? Numbers(node),
        // Keys that count from 0 are indices; version 1 has a list of texts, whose places are.
        "LabelEncoder" => Attribute(node, "keys_int64s")?.Ints.Select((key, i) => key == i).All(same => same) == true ? Texts(node, "values_strings")
            : Texts(node, "classes_strings"),
        "ArrayFeatureExtractor" or "Gather" when node.Input.Count > 0 && texts.TryGetValue(node.Input[0], out var tensor)
            && tensor.Dims.Count(size => size != 1) == 1 && tensor.DataLocation != DataLocation.External =>
                [.. tensor.StringData.Select(text => text.ToString(Encoding.UTF8))],
        _ => null,
    };

    private static string[]? Texts(NodeProto node, string name) =>
        Attribute(node, name) is { Strings.Count: > 0 } attribute ? [.. attribute.Strings.Select(text => text.ToString(Encoding.UTF8))] : null;

    /// <summary>Numbers that only count the classes name none.</summary>
    private static string[]? Numbers(NodeProto node) =>
        Attribute(node, "classlabels_int64s") is { Ints: { Count: > 0 } numbers } && numbers.Where((number, i) => number != i).Any()
            ? [.. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))] : null;

    private static AttributeProto? Attribute(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
