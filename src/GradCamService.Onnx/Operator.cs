using static TorchSharp.torch;

namespace GradCamService.Onnx;

/// <summary>Computes a node. Its tensors belong to the caller's <see cref="TorchSharp.DisposeScope"/>.</summary>
internal delegate Outputs Operator(OperatorCall call);

/// <summary>A line of the table.</summary>
/// <param name="Compute">What the operator computes.</param>
/// <param name="Traits">What others need to know of it.</param>
/// <param name="Function">What it computes, where others recognize it.</param>
internal sealed record OperatorLine(Operator Compute, Trait Traits = Trait.None, Function Function = Function.None);

/// <summary>Runs a graph in an attribute of a node with feeds in the order of its inputs; the outputs are handles of their own.</summary>
internal delegate Tensor[] Subgraphs(Graph graph, Tensor[] feeds);

/// <summary>What an operator returns: one tensor, or several in the order of the node's outputs.</summary>
internal readonly struct Outputs
{
    private readonly Tensor? _single;
    private readonly Tensor?[]? _several;

    private Outputs(Tensor? single, Tensor?[]? several) => (_single, _several) = (single, several);

    public static implicit operator Outputs(Tensor tensor) => new(tensor, null);

    public static implicit operator Outputs(Tensor?[] tensors) => new(null, tensors);

    public int Count => _several?.Length ?? 1;

    public Tensor? this[int index] => _several is null ? _single : _several[index];
}

/// <summary>The operator's result carries no gradient to its inputs, by definition (comparisons, shapes, indices).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NotDifferentiableAttribute : Attribute;

/// <summary>What a user should know of this implementation; shown in docs/operators.md.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NoteAttribute(string text) : Attribute
{
    public string Text { get; } = text;
}
