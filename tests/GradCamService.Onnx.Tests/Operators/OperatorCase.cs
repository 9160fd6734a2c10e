using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Operators;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators;

/// <summary>A node on shapes of our own, compared with ONNX Runtime, and its gradient with central differences.</summary>
/// <param name="Variant">What is special about it, next to the operator and its opset in the test's name.</param>
/// <param name="Node">The node.</param>
internal sealed record OperatorCase(string Variant, OneNode Node)
{
    /// <param name="name">The operator.</param>
    /// <param name="opset">The opset of the model.</param>
    /// <param name="variant">What is special about the case.</param>
    /// <param name="inputs">Inputs in order, null for one that is left out.</param>
    /// <param name="attributes">Attributes of the node.</param>
    public static OperatorCase Of(string name, int opset, string variant, Tensor?[] inputs, params (string Key, object Value)[] attributes)
    {
        var given = attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value);
        return new(variant, new OneNode(name, opset) { Inputs = inputs, Attributes = given });
    }

    /// <summary>A case of an operator of ONNX Runtime's own.</summary>
    public static OperatorCase OfMicrosoft(string name, string variant, Tensor?[] inputs, params (string Key, object Value)[] attributes)
    {
        var @case = Of(name, 1, variant, inputs, attributes);
        return @case with { Node = @case.Node with { Domain = "com.microsoft" } };
    }

    /// <summary>The case with a node of several outputs.</summary>
    public OperatorCase WithOutputs(int count) => this with { Node = Node with { Outputs = count } };

    /// <summary>The case at a kink or a jump, or without an input that has a gradient.</summary>
    public OperatorCase WithoutGradient() => this with { HasGradient = false };

    /// <summary>Why ONNX Runtime is no oracle (it lacks the operator or the type, or reads it otherwise); null where it is one.</summary>
    public string? NoOracle { get; init; }

    /// <summary>Whether the gradient is compared too: not at kinks and jumps, nor where no input has a gradient.</summary>
    public bool HasGradient { get; init; } = true;

    /// <summary>Inputs with a fraction that no gradient reaches by the operator's nature: statistics, scales, regions.</summary>
    public int[] FixedInputs { get; init; } = [];

    /// <summary>The line of the operator table that the node runs; null for one that is replaced by its parts.</summary>
    public OperatorKey? Key => OperatorTable.TryFind(Node.Domain, Node.Operator, Node.Opset, out var key) ? key
        : FusedOperators.Rows.ContainsKey((Node.Domain, Node.Operator)) ? null
        : throw new InvalidOperationException($"{this} is not in the table");

    public override string ToString() => $"{Node.Operator}, opset {Node.Opset}{(Variant.Length > 0 ? $": {Variant}" : "")}";
}
