using Google.Protobuf;
using GradCamService.Onnx.Loading.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>The bytes of an ONNX file → its message. Truncated and foreign files are refused with a reason.</summary>
internal static class OnnxFile
{
    public static ModelProto Read(string path)
    {
        if (!File.Exists(path))
            throw new OnnxException($"'{Path.GetFileName(path)}' is not there");
        using var stream = File.OpenRead(path);
        return Parse(stream, Path.GetFileName(path));
    }

    public static ModelProto Parse(Stream stream, string name)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(stream);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new OnnxException($"'{name}' is not an ONNX file, or it is truncated: {exception.Message}", exception);
        }
        if (model.Graph is null)
            throw new OnnxException($"'{name}' is not an ONNX file: it has no graph");
        if (!model.OpsetImport.Any(opset => opset.Domain is "" or "ai.onnx"))
            throw new OnnxException($"'{name}' does not say which version of the ONNX operators it uses");
        return model;
    }
}
