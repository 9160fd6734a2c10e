using GradCamService.Onnx.Loading.Proto;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>How a graph is loaded.</summary>
public sealed record GraphOptions
{
    /// <summary>Where the weights go and the graph runs.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>Intermediate tensors that must stay fetchable: folding leaves them alone.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];
}

/// <summary>An ONNX file → a <see cref="Graph"/>, once: parse, fold constants, prune, fold batch norm, lay out weights.</summary>
public static class GraphLoader
{
    /// <exception cref="OnnxException">The file is not a graph that can run; the message says what is wrong with it.</exception>
    /// <exception cref="UnsupportedOperatorException">It uses operators that are not there; the message names all of them.</exception>
    public static Graph Load(string path, GraphOptions? options = null) =>
        Load(OnnxFile.Read(path), Path.GetFileName(path), Path.GetDirectoryName(Path.GetFullPath(path)), options ?? new());

    internal static Graph Load(ModelProto model, string name, string? folder, GraphOptions options)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var opsets = Opsets.Of(model.OpsetImport);
        var tensors = new TensorReader(new ExternalData(folder));
        var draft = new GraphReader(opsets, model, tensors, name, options.Device).Read(model.Graph, new HashSet<string>());
        ConstantFolding.Apply(draft);
        Pruning.Apply(draft, options.Keep);
        BatchNormFolding.Apply(draft, options.Keep);
        RectifierMarking.Apply(draft.Nodes, draft.Constants);
        WeightLayout.Apply(draft, options.Device);
        return draft.ToGraph(name, options.Device);
    }
}
