using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Analysis;

/// <summary>What one run saw of a tensor.</summary>
/// <param name="Shape">All sizes, the batch axis included.</param>
/// <param name="Type">Element type.</param>
public sealed record TracedTensor(IReadOnlyList<long> Shape, ScalarType Type);

/// <summary>The shapes of all tensors of one run: files declare few of them, and a run knows.</summary>
public sealed class GraphTrace
{
    // More than any list of classes has: outputs are looked at, maps are not.
    private const int MostValues = 1 << 15;

    private readonly Dictionary<string, float[]> _values;

    private GraphTrace(Dictionary<string, TracedTensor> tensors, Dictionary<string, float[]> values) => (Tensors, _values) = (tensors, values);

    /// <summary>By name; the feeds are among them.</summary>
    public IReadOnlyDictionary<string, TracedTensor> Tensors { get; }

    /// <summary>Runs a graph once, without gradients.</summary>
    /// <param name="runner">The graph.</param>
    /// <param name="feeds">Tensors by name; owned by the caller.</param>
    /// <param name="fetches">What must be reached.</param>
    /// <exception cref="OnnxException">It cannot be run.</exception>
    public static GraphTrace Of(
        GraphRunner runner, IReadOnlyDictionary<string, Tensor> feeds, IReadOnlyList<string> fetches)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var tensors = new Dictionary<string, TracedTensor>();
        var values = new Dictionary<string, float[]>();
        foreach (var (name, feed) in feeds)
            Note(name, feed);
        runner.Run(feeds, fetches, new GraphRun { Observe = See });
        return new GraphTrace(tensors, values);

        void Note(string name, Tensor tensor) => tensors[name] = new TracedTensor(tensor.shape, tensor.dtype);

        void See(string name, Tensor tensor)
        {
            Note(name, tensor);
            if (tensor.dim() is > 0 and <= 2 && tensor.numel() <= MostValues && tensor.is_floating_point())
                values[name] = TensorValues.Floats(tensor);
        }
    }

    /// <summary>The sizes of a tensor; empty for one that the run did not meet.</summary>
    internal IReadOnlyList<long> ShapeOf(string tensor) => Tensors.TryGetValue(tensor, out var traced) ? traced.Shape : [];

    /// <summary>The numbers of a real tensor of one or two axes, row by row; null for others and for large ones.</summary>
    public IReadOnlyList<float>? ValuesOf(string tensor) => _values.GetValueOrDefault(tensor);

    /// <summary>Whether a tensor may carry an image on: real numbers, or the bytes that stand for them in a quantized network.</summary>
    internal bool IsSignal(string tensor) => Tensors.TryGetValue(tensor, out var traced) && traced.Type is
        ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float64 or ScalarType.Byte or ScalarType.Int8;
}
