using GradCamService.Onnx.Proto;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>What a graph has stored: tensors of numbers, and the names of texts, which no tensor here can hold.</summary>
internal sealed class StoredConstants
{
    private StoredConstants() { }

    public Dictionary<string, Tensor> Tensors { get; } = [];

    public HashSet<string> Texts { get; } = [];

    /// <summary>Tensors that are stored in fewer bits than any type of libtorch has.</summary>
    public HashSet<string> Narrow { get; } = [];

    /// <exception cref="OnnxException">Two have one name, or one does not hold what it says.</exception>
    public static StoredConstants Of(GraphProto graph, TensorReader tensors, string title)
    {
        var stored = new StoredConstants();
        foreach (var initializer in graph.Initializer)
            stored.Add(initializer, tensors, title);
        foreach (var sparse in graph.SparseInitializer)
            if (!stored.Tensors.TryAdd(sparse.Values?.Name ?? "", SparseTensors.Read(sparse, tensors)))
                throw Twice(title, sparse.Values?.Name);
        return stored;
    }

    private void Add(TensorProto initializer, TensorReader tensors, string title)
    {
        if (initializer.DataType == ElementTypes.Text)
        {
            if (!Texts.Add(initializer.Name))
                throw Twice(title, initializer.Name);
            return;
        }
        if (!Tensors.TryAdd(initializer.Name, tensors.Read(initializer)))
            throw Twice(title, initializer.Name);
        if (ElementTypes.IsNarrow(initializer.DataType))
            Narrow.Add(initializer.Name);
        // What the tensor holds, the message need not.
        initializer.ClearRawData();
        initializer.FloatData.Clear();
        initializer.Int32Data.Clear();
        initializer.Int64Data.Clear();
        initializer.DoubleData.Clear();
        initializer.Uint64Data.Clear();
    }

    private static OnnxException Twice(string graph, string? name) => new($"graph '{graph}' has two initializers named '{name}'");
}
