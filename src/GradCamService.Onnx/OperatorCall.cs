using static TorchSharp.torch;

namespace GradCamService.Onnx;

/// <summary>One execution of one node: its inputs, its attributes, and the run that it belongs to.</summary>
internal sealed class OperatorCall(
    Node node, Tensor?[] inputs, GraphRun run, Device device, bool mayOverwrite = false, bool ownsGradient = false,
    Subgraphs? subgraphs = null)
{
    public Node Node { get; } = node;

    public GraphRun Run { get; } = run;

    /// <summary>Where the graph runs; shapes, indices and other small integers stay on the CPU.</summary>
    public Device Device { get; } = device;

    /// <summary>Whether the node may write its result over its first input.</summary>
    public bool MayOverwrite { get; } = mayOverwrite;

    /// <summary>Whether nobody else reads the gradient that arrives at the node's result.</summary>
    public bool OwnsGradient { get; } = ownsGradient;

    public Attributes Attributes => Node.Attributes;

    public int Count => inputs.Length;

    /// <summary>A required input.</summary>
    public Tensor this[int index] => Optional(index) ?? throw Error($"input {index} is missing");

    /// <summary>All inputs that are there, for operators that take any number.</summary>
    public Tensor[] All => inputs.Where(input => input is not null).ToArray()!;

    /// <summary>An optional input, null where the node leaves it out.</summary>
    public Tensor? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>A required input of integers (a shape, axes, indices) as numbers; the array is the caller's.</summary>
    public long[] Longs(int index) => BoundAt(index) is { } bound ? [.. bound.Integers] : TensorValues.Longs(this[index]);

    /// <summary>An optional input of integers as numbers, null where it is left out.</summary>
    public long[]? OptionalLongs(int index) => Optional(index) is null ? null : Longs(index);

    /// <summary>A required input of numbers.</summary>
    public double[] Numbers(int index) => BoundAt(index) is { } bound ? [.. bound.Numbers] : TensorValues.Doubles(this[index]);

    /// <summary>A required input of one number.</summary>
    public double Number(int index) => Numbers(index) is [var number] ? number
        : throw Error($"input {index} has the shape {ShapeText.Of(this[index].shape)}; expected one number");

    /// <summary>A required input of one number that can be had without waiting for a device; else null.</summary>
    public double? NumberAtHand(int index) =>
        this[index].numel() == 1 && (BoundAt(index) is not null || this[index].device_type == TorchSharp.DeviceType.CPU) ? Number(index) : null;

    /// <summary>Refuses a graph attribute that is missing or has other numbers of inputs and outputs than the node implies.</summary>
    public void CheckSubgraph(string attribute, int inputCount, int outputCount)
    {
        if (!Node.Subgraphs.TryGetValue(attribute, out var subgraph))
            throw Error($"attribute '{attribute}' is required");
        if (subgraph.Inputs.Count != inputCount || subgraph.Outputs.Count != outputCount)
            throw Error($"the graph '{attribute}' has {subgraph.Inputs.Count} inputs and {subgraph.Outputs.Count} outputs, " +
                $"expected {inputCount} and {outputCount}");
    }

    /// <summary>
    /// Runs a graph attribute with these feeds, in the order of its inputs, and what it captures from this graph. The outputs are
    /// handles of their own, even where the graph hands on a feed or a constant.
    /// </summary>
    public Tensor[] RunSubgraph(string attribute, params Tensor[] feeds)
    {
        Run.CountSubgraph(Node);
        return subgraphs!(Node.Subgraphs[attribute], feeds);
    }

    /// <summary>Runs the node's operator.</summary>
    /// <exception cref="OnnxException">The operator refuses its inputs; the message names the node.</exception>
    /// <exception cref="EngineException">libtorch or the device fails; the message names the node.</exception>
    public Outputs Compute()
    {
        try
        {
            return Node.Line.Compute(this);
        }
        catch (Exception exception) when (EngineException.IsNative(exception))
        {
            throw EngineException.Of(exception, Node.ToString());
        }
        catch (Exception exception) when (exception is not (OnnxException or EngineException or LoadLimitException))
        {
            // TorchSharp and .NET say what is wrong with sizes and types as they see them; the node is what a person can find in the file.
            throw new OnnxException($"{Node}: {exception.Message.Split('\n')[0]}", exception);
        }
    }

    public OnnxException Error(string what) => new($"{Node}: {what}");

    private BoundInput? BoundAt(int index) =>
        index < Node.Bound.Count && Node.Bound[index] is { } bound && ReferenceEquals(bound.Constant, Optional(index)) ? bound : null;
}
