namespace GradCamService.Onnx;

/// <summary>An ONNX file cannot be loaded, or a graph cannot be run, for the reason in the message.</summary>
public sealed class OnnxException : Exception
{
    public OnnxException(string message) : base(message) { }

    public OnnxException(string message, Exception innerException) : base(message, innerException) { }
}
