using GradCamService.Onnx.Proto;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>How a graph is loaded.</summary>
public sealed record GraphOptions
{
    /// <summary>Where the weights go and the graph runs.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>Intermediate tensors that must stay fetchable: folding leaves them alone.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>In which precision a network of half-precision numbers runs.</summary>
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Whether float16 and bfloat16 become float32.</summary>
    internal bool Widens => Precision == Precision.Full || (Precision == Precision.Auto && Device.type == TorchSharp.DeviceType.CPU);
}

/// <summary>An ONNX file → a <see cref="Graph"/>, once: parse, fold constants, prune, fold batch norm, place constants.</summary>
public static class GraphLoader
{
    /// <exception cref="OnnxException">
    /// The file is not a graph that can run; the message says what is wrong with it, and names all operators that are not there.
    /// </exception>
    /// <exception cref="EngineException">libtorch or the device fails: there is no memory for its weights, for example.</exception>
    /// <exception cref="LoadLimitException">It costs more than the load of this thread may.</exception>
    public static Graph Load(string path, GraphOptions? options = null)
    {
        using var file = OnnxFile.Open(path);
        return Load(file.Model, Path.GetFileName(path), Path.GetDirectoryName(Path.GetFullPath(path)), options ?? new(), file.Bytes);
    }

    /// <param name="model">The file's message, which is emptied on the way.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="folder">Where external data may lie; null: nowhere.</param>
    /// <param name="options">Device, and what to keep.</param>
    /// <param name="file">Where the large arrays lie that are not in the message.</param>
    internal static Graph Load(ModelProto model, string name, string? folder, GraphOptions options, FileBytes? file = null)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        try
        {
            var opsets = Opsets.Of(model.OpsetImport, model.Functions);
            var tensors = new TensorReader(new ExternalData(folder), file, options.Widens);
            var reader = new GraphReader(opsets, model, tensors, name, options);
            var draft = reader.Read(model.Graph, new HashSet<string>());
            draft.Metadata = FileMetadata.Of(model);
            draft.Labels = FileLabels.Of(model.Graph);
            draft.Simplify([.. options.Keep, .. draft.Ends]);
            RectifierMarking.Apply(draft.Nodes, draft.Constants);
            new ConstantPlacement(reader.Subgraphs, options.Device).Apply(draft);
            foreach (var finished in Reachable(draft, reader.Subgraphs))
                finished.Release();
            return draft.ToGraph(name, model.ProducerName, options.Device);
        }
        catch (Exception exception) when (EngineException.IsNative(exception) && exception is not OutOfMemoryException)
        {
            throw EngineException.Of(exception, $"'{name}'");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // .NET's own words name places on this machine.
            throw new OnnxException($"'{name}': a file that belongs to it cannot be read", exception);
        }
        catch (Exception exception) when (exception is not (OnnxException or EngineException or LoadLimitException or OutOfMemoryException))
        {
            // Every reader says what is wrong with a file as far as it thought of it; nobody thinks of everything that a stranger's bytes
            // can be.
            throw new OnnxException($"'{name}' is malformed: {exception.Message.Split('\n')[0]}", exception);
        }
    }

    /// <summary>A draft and the sub-graphs of its nodes, at any depth; those of nodes that were taken out belong to no graph, and end with the loading.</summary>
    private static IEnumerable<GraphDraft> Reachable(GraphDraft draft, IReadOnlyDictionary<Graph, GraphDraft> subgraphs) =>
        draft.Nodes.SelectMany(node => node.Subgraphs.Values).SelectMany(subgraph => Reachable(subgraphs[subgraph], subgraphs)).Prepend(draft);
}
