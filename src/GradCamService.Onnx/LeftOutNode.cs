using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx;

/// <summary>
/// A node of a file that never runs: its operator is not supported, or it reads what such a node makes.
/// </summary>
public sealed class LeftOutNode
{
    internal LeftOutNode(NodeProto node, string title, string domain, bool isSupported)
    {
        Name = title;
        Domain = domain;
        Operator = node.OpType;
        Inputs = [.. node.Input];
        Outputs = [.. node.Output];
        IsSupported = isSupported;
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
}
