using Google.Protobuf;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>Small files of several kinds, to be damaged.</summary>
internal static class FuzzFiles
{
    public const string Everything = "everything";

    // A damaged shape may ask for anything; the largest here is a matrix of 768 × 2304.
    private const long LargestSize = 4096;
    private const long MostNumbers = 1 << 21;

    /// <summary>The file with a bit of everything, one whose weight lies beside it, and the reported ones of <c>Data/Reports</c>.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = Directory
        .GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "Reports"), "*.onnx", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => (Name: $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileNameWithoutExtension(path)}", Bytes: File.ReadAllBytes(path)))
        .Prepend(("external", External().ToByteArray())).Prepend((Everything, HostileModels.Everything().ToByteArray()))
        .ToDictionary(file => file.Item1, file => file.Item2);

    /// <summary>Ones of the declared type and shape, where that is a shape that a test can feed.</summary>
    public static Tensor FeedOf(GraphInput input)
    {
        long[] shape = [.. (input.Shape ?? [1]).Select(size => Math.Clamp(size ?? 2, 1, LargestSize))];
        while (shape.Length > 0 && shape.Aggregate(1.0, (product, size) => product * size) > MostNumbers)
            shape = shape[..^1];
        return ones(shape, input.Type ?? ScalarType.Float32);
    }

    private static ModelProto External()
    {
        var weight = new TensorProto { Name = "w", DataType = 1, Dims = { 8 }, DataLocation = TensorProto.Types.DataLocation.External };
        weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = FuzzFolder.Data });
        return HostileModels.Of([weight], Bodies.Node("Mul", [HostileModels.Image, "w"], ["y"]));
    }
}
