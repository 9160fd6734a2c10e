using Google.Protobuf;
using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>An open ONNX file: its message, and the large arrays that stay in the file until a tensor is made of them.</summary>
internal sealed class OnnxFile : IDisposable
{
    private OnnxFile(FileBytes bytes, ModelProto model) => (Bytes, Model) = (bytes, model);

    public FileBytes Bytes { get; }

    public ModelProto Model { get; }

    /// <exception cref="OnnxException">The file is not there, truncated, or something else.</exception>
    public static OnnxFile Open(string path)
    {
        if (!File.Exists(path))
            throw new OnnxException($"'{Path.GetFileName(path)}' is not there");
        var bytes = new FileBytes(path);
        try
        {
            return new OnnxFile(bytes, Parse(new LargeArrays(bytes).Leave(), bytes.Name));
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    public void Dispose() => Bytes.Dispose();

    private static ModelProto Parse(Stream stream, string name)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(stream);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new OnnxException($"'{name}' is not an ONNX file, or it is truncated: {exception.Message}", exception);
        }
        if (model.Graph is null)
            throw new OnnxException($"'{name}' is not an ONNX file: it has no graph");
        if (model.OpsetImport.Count == 0)
            throw new OnnxException($"'{name}' does not say which version of the ONNX operators it uses");
        return model;
    }
}
