namespace GradCamService.Onnx;

/// <summary>An ONNX file cannot be loaded, or a graph cannot be run, for the reason in the message.</summary>
public class OnnxException : Exception
{
    public OnnxException(string message) : base(message) { }

    public OnnxException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>The graph uses operators that this library does not have; the message names each node, operator and version.</summary>
public sealed class UnsupportedOperatorException : OnnxException
{
    public UnsupportedOperatorException(string message) : base(message) { }
}
