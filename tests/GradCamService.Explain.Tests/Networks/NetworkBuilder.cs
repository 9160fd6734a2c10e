using System.Globalization;
using Google.Protobuf;
using GradCamService.Onnx.Proto;

namespace GradCamService.Explain.Tests.Networks;

/// <summary>Writes ONNX files as exporters do, with weights that are the same on every machine.</summary>
internal sealed class NetworkBuilder(long opset = 17)
{
    private const int FloatType = 1;
    private const int Int64Type = 7;

    public GraphProto Graph { get; } = new() { Name = "network" };

    public ModelProto Model { get; } = new() { IrVersion = 8, ProducerName = "tests" };

    /// <summary>An image input; a size is a number or, dynamic, a name.</summary>
    public NetworkBuilder Input(string name, int type = FloatType, params object[] sizes)
    {
        Graph.Input.Add(Value(name, type, sizes));
        return this;
    }

    public NetworkBuilder Output(params string[] names)
    {
        Graph.Output.Add(names.Select(name => new ValueInfoProto { Name = name }));
        return this;
    }

    /// <summary>Weights from −limit to limit with 0 for a mean, where the limit keeps activations near 1.</summary>
    public NetworkBuilder Weight(string name, params long[] shape)
    {
        var random = new Random(name.Sum(letter => letter));
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var limit = Math.Sqrt(6.0 / Math.Max(count / shape[0], 1));
        return Floats(name, [.. Enumerable.Range(0, (int)count).Select(_ => (float)((2 * random.NextDouble() - 1) * limit))], shape);
    }

    public NetworkBuilder Floats(string name, float[] values, params long[] shape)
    {
        Graph.Initializer.Add(Tensor(name, FloatType, shape, values.SelectMany(BitConverter.GetBytes).ToArray()));
        return this;
    }

    public NetworkBuilder Longs(string name, params long[] values)
    {
        Graph.Initializer.Add(Tensor(name, Int64Type, [values.Length], values.SelectMany(BitConverter.GetBytes).ToArray()));
        return this;
    }

    /// <summary>A node of one output, which names it too. Inputs are separated by spaces.</summary>
    public NetworkBuilder Node(string type, string inputs, string output, params (string Name, object Value)[] attributes)
    {
        Graph.Node.Add(NodeOf(type, inputs, output, attributes));
        return this;
    }

    public static NodeProto NodeOf(string type, string inputs, string output, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = output };
        node.Input.Add(inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        node.Output.Add(output);
        node.Attribute.Add(attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        return node;
    }

    public static AttributeProto Attribute(string name, object value) => value switch
    {
        int number => new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = number },
        float number => new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = number },
        string text => new AttributeProto
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.String,
            S = ByteString.CopyFromUtf8(text),
        },
        TensorProto tensor => new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Tensor, T = tensor },
        long[] numbers => new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { numbers } },
        _ => throw new ArgumentException($"{value.GetType()} is not an attribute", nameof(value)),
    };

    public static TensorProto Tensor(string name, int type, long[] shape, byte[] raw) =>
        new() { Name = name, DataType = type, Dims = { shape }, RawData = ByteString.CopyFrom(raw) };

    public static ValueInfoProto Value(string name, int type, params object[] sizes)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(sizes.Select(size => size is string dynamic
            ? new TensorShapeProto.Types.Dimension { DimParam = dynamic }
            : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(size, CultureInfo.InvariantCulture) }));
        var tensor = new TypeProto.Types.Tensor { ElemType = type, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    public ModelProto Build()
    {
        Model.Graph = Graph;
        if (Model.OpsetImport.Count == 0)
            Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        return Model;
    }

    /// <summary>Writes the file into a folder of its own below a directory of models.</summary>
    /// <returns>The folder.</returns>
    public string SaveInto(string models, string name, string file = "model.onnx")
    {
        var folder = Directory.CreateDirectory(Path.Combine(models, name)).FullName;
        File.WriteAllBytes(Path.Combine(folder, file), Build().ToByteArray());
        return folder;
    }
}
