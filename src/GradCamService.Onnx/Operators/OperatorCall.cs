using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>One execution of one node: its inputs, its attributes, and the run that it belongs to.</summary>
internal sealed class OperatorCall(Node node, Tensor?[] inputs, GraphRun run, Device device, IReadOnlyDictionary<string, Tensor>? captured = null)
{
    public Node Node { get; } = node;

    public GraphRun Run { get; } = run;

    /// <summary>Where the graph runs; shapes, indices and other small integers stay on the CPU.</summary>
    public Device Device { get; } = device;

    public Attributes Attributes => Node.Attributes;

    public int Count => inputs.Length;

    /// <summary>A required input.</summary>
    public Tensor this[int index] => Optional(index) ?? throw Error($"input {index} is missing");

    /// <summary>All inputs that are there, for operators that take any number.</summary>
    public Tensor[] All => inputs.Where(input => input is not null).ToArray()!;

    /// <summary>An optional input, null where the node leaves it out.</summary>
    public Tensor? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>A required input of integers (a shape, axes, indices) as numbers.</summary>
    public long[] Longs(int index) => ToLongs(this[index]);

    /// <summary>An optional input of integers as numbers, null where it is left out.</summary>
    public long[]? OptionalLongs(int index) => Optional(index) is { } tensor ? ToLongs(tensor) : null;

    /// <summary>A required input of one number.</summary>
    public double Number(int index) => this[index].to(ScalarType.Float64).cpu().item<double>();

    /// <summary>
    /// Applies a rectifier. In a run that may need guided gradients, an identity in front of it clamps the gradient that leaves the
    /// rectifier's own backward at zero while the run's rule is guided: 1[f>0]·1[R>0]·R.
    /// </summary>
    public Tensor Rectify(Tensor input, Func<Tensor, Tensor> rectifier) =>
        rectifier(Run.MayGuide && input.requires_grad ? GuidedIdentity.Apply(input, Run) : input);

    /// <summary>Runs a graph attribute with these feeds and what it captures from this graph.</summary>
    public Tensor[] RunSubgraph(string attribute, IReadOnlyDictionary<string, Tensor> feeds)
    {
        var subgraph = Node.Subgraphs[attribute];
        var all = new Dictionary<string, Tensor>(captured ?? new Dictionary<string, Tensor>());
        foreach (var (name, tensor) in feeds)
            all[name] = tensor;
        return new GraphRunner(subgraph).Run(all, subgraph.Outputs, Run);
    }

    /// <summary>Runs the node's operator.</summary>
    /// <exception cref="OnnxException">The operator refuses its inputs; the message names the node.</exception>
    public Outputs Compute()
    {
        try
        {
            return Node.Operator(this);
        }
        catch (Exception exception) when (exception is not OnnxException)
        {
            // libtorch reports what is wrong with shapes and types as it sees them; the node is what a person can find in the file.
            throw new OnnxException($"{Node}: {exception.Message.Split('\n')[0]}", exception);
        }
    }

    public OnnxException Error(string what) => new($"{Node}: {what}");

    private static long[] ToLongs(Tensor tensor) => tensor.to(ScalarType.Int64).cpu().contiguous().data<long>().ToArray();
}
