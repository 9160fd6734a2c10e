using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx;

/// <summary>
/// A node of a file that never runs: its operator is not supported, or it reads what such a node makes. What the file says of it can still
/// be read, such as the labels of a ZipMap.
/// </summary>
public sealed class LeftOutNode
{
    private readonly Attributes _attributes;

    internal LeftOutNode(NodeProto node, string title, string domain, bool isSupported)
    {
        Name = title;
        Domain = domain;
        Operator = node.OpType;
        Inputs = [.. node.Input];
        Outputs = [.. node.Output];
        IsSupported = isSupported;
        _attributes = new Attributes(title, node.Attribute, new Dictionary<string, TorchSharp.torch.Tensor>());
    }

    /// <summary>The node's name in the file, or its first output's.</summary>
    public string Name { get; }

    /// <summary>The operator's domain, "" for the standard one.</summary>
    public string Domain { get; }

    /// <summary>The operator's name, such as <c>ZipMap</c>.</summary>
    public string Operator { get; }

    /// <summary>Names of the tensors it reads; empty for an optional input that is absent.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>Names of the tensors it would make.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Whether the operator itself is supported, and the node is left out for what it reads.</summary>
    public bool IsSupported { get; }

    /// <summary>A list of texts among its attributes, null where there is none of this name.</summary>
    /// <exception cref="OnnxException">The attribute has another type.</exception>
    public IReadOnlyList<string>? Texts(string name) => _attributes.Texts(name);

    /// <summary>A list of integers among its attributes, null where there is none of this name.</summary>
    /// <exception cref="OnnxException">The attribute has another type.</exception>
    public IReadOnlyList<long>? Ints(string name) => _attributes.Ints(name);
}
