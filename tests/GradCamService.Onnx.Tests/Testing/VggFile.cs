using System.Runtime.InteropServices;
using Google.Protobuf;
using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>
/// A VGG-16 with random weights, written to a file piece by piece: the full one has 138 million weights, 553 MB, of which no copy should
/// lie in this process when the loader is measured.
/// </summary>
internal static class VggFile
{
    private const int Classes = 1000;
    private const int FullWidth = 64;

    // Sides of the image and of the map that the linear layers read.
    private const int Side = 224;
    private const int LastSide = 7;

    // Channels of each convolution in units of the width; 0 is a pool.
    private static readonly int[] Plan = [1, 1, 0, 2, 2, 0, 4, 4, 4, 0, 8, 8, 8, 0, 8, 8, 8, 0];

    private static readonly uint InitializerTag = WireFormat.MakeTag(5, WireFormat.WireType.LengthDelimited);
    private static readonly uint RawDataTag = WireFormat.MakeTag(9, WireFormat.WireType.LengthDelimited);
    private static readonly uint GraphTag = WireFormat.MakeTag(7, WireFormat.WireType.LengthDelimited);

    /// <param name="path">Where to write.</param>
    /// <param name="share">Of the full width, 1 for the network of the paper.</param>
    /// <returns>Bytes of the file.</returns>
    public static long Write(string path, double share = 1)
    {
        var graph = new GraphProto { Name = "vgg16" };
        var weights = new List<(string Name, long[] Shape)>();
        var last = AddLayers(graph, weights, (int)(FullWidth * share));
        graph.Input.Add(Bodies.Of([("image", TorchSharp.torch.ScalarType.Float32, [1, 3, Side, Side])], []).Input);
        graph.Output.Add(new ValueInfoProto { Name = last });
        var model = new ModelProto { IrVersion = 8, ProducerName = "tests" };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });

        using var file = File.Create(path, 1 << 20);
        using var output = new CodedOutputStream(file, leaveOpen: true);
        model.WriteTo(output);
        output.WriteTag(GraphTag);
        output.WriteLength((int)(graph.CalculateSize() + weights.Sum(weight => Field(BodyOf(weight)))));
        graph.WriteTo(output);
        foreach (var weight in weights)
            WriteWeight(output, file, weight);
        output.Flush();
        return file.Length;
    }

    private static string AddLayers(GraphProto graph, List<(string, long[])> weights, int width)
    {
        var (tensor, channels, index) = ("image", 3L, 0);
        foreach (var step in Plan)
        {
            index++;
            if (step == 0)
            {
                tensor = Add("MaxPool", [tensor], $"pool{index}", ("kernel_shape", [2, 2]), ("strides", [2, 2]));
                continue;
            }
            var filters = (long)step * width;
            weights.AddRange([($"w{index}", [filters, channels, 3, 3]), ($"b{index}", [filters])]);
            tensor = Add("Relu", [Add("Conv", [tensor, $"w{index}", $"b{index}"], $"conv{index}", ("pads", [1, 1, 1, 1]))], $"relu{index}");
            channels = filters;
        }
        tensor = Add("Flatten", [tensor], "flat");
        var features = channels * LastSide * LastSide;
        foreach (var (name, size) in new[] { ("fc6", 64L * width), ("fc7", 64L * width), ("fc8", Classes) })
        {
            weights.AddRange([($"{name}.w", [features, size]), ($"{name}.b", [size])]);
            tensor = Add("Gemm", [tensor, $"{name}.w", $"{name}.b"], name);
            if (size != Classes)
                tensor = Add("Relu", [tensor], $"{name}.relu");
            features = size;
        }
        return tensor;

        string Add(string type, string[] inputs, string output, params (string Name, long[] Values)[] attributes)
        {
            var node = Bodies.Node(type, inputs, [output]);
            node.Attribute.Add(attributes.Select(attribute =>
                new AttributeProto { Name = attribute.Name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { attribute.Values } }));
            graph.Node.Add(node);
            return output;
        }
    }

    private static TensorProto HeadOf((string Name, long[] Shape) weight) =>
        new() { Name = weight.Name, DataType = 1, Dims = { weight.Shape } };

    private static long BytesOf((string Name, long[] Shape) weight) =>
        sizeof(float) * weight.Shape.Aggregate(1L, (product, size) => product * size);

    private static long BodyOf((string Name, long[] Shape) weight) => HeadOf(weight).CalculateSize() + Field(BytesOf(weight));

    // One byte of tag, which has a field number below 16.
    private static long Field(long length) => 1 + CodedOutputStream.ComputeLengthSize((int)length) + length;

    private static void WriteWeight(CodedOutputStream output, FileStream file, (string Name, long[] Shape) weight)
    {
        output.WriteTag(InitializerTag);
        output.WriteLength((int)BodyOf(weight));
        HeadOf(weight).WriteTo(output);
        output.WriteTag(RawDataTag);
        output.WriteLength((int)BytesOf(weight));
        output.Flush();
        var random = new Random(weight.Name.Length);
        var limit = (float)Math.Sqrt(
            6.0 / Math.Max(weight.Shape.Length == 2 ? weight.Shape[0] : weight.Shape.Skip(1)
            .Aggregate(1L, (product, size) => product * size), 1));
        var values = new float[1 << 16];
        for (var left = BytesOf(weight) / sizeof(float); left > 0; left -= values.Length)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = (2 * random.NextSingle() - 1) * limit;
            file.Write(MemoryMarshal.AsBytes(values.AsSpan(0, (int)Math.Min(left, values.Length))));
        }
    }
}
