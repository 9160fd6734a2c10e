using Google.Protobuf;
using GradCamService.Onnx.Proto;

namespace GradCamService.Benchmarks.Networks;

/// <summary>Builds convolutional networks with random weights, as an exporter would write them.</summary>
internal sealed class NetworkBuilder
{
    private const int Opset = 17;
    private readonly GraphProto _graph = new() { Name = "network" };
    // The same weights every time: a benchmark that can be repeated.
    private readonly Random _random = new(1);
    private int _count;

    public NetworkBuilder(int size)
    {
        _graph.Input.Add(Value("image", null, 3, size, size));
        Last = "image";
        Channels = 3;
    }

    /// <summary>The tensor that the next layer reads.</summary>
    public string Last { get; set; }

    /// <summary>Its channels.</summary>
    public int Channels { get; set; }

    public NetworkBuilder Conv(int filters, int kernel, int stride = 1, bool relu = true)
    {
        var weight = Weights(Math.Sqrt(2.0 / (Channels * kernel * kernel)), filters, Channels, kernel, kernel);
        var bias = Weights(0.01, filters);
        Add("Conv", [weight, bias], Ints("kernel_shape", kernel, kernel), Ints("strides", stride, stride),
            Ints("pads", kernel / 2, kernel / 2, kernel / 2, kernel / 2));
        Channels = filters;
        return relu ? Relu() : this;
    }

    public NetworkBuilder Relu() => Add("Relu", []);

    public NetworkBuilder MaxPool(int kernel, int stride, int pad = 0) =>
        Add("MaxPool", [], Ints("kernel_shape", kernel, kernel), Ints("strides", stride, stride), Ints("pads", pad, pad, pad, pad));

    public NetworkBuilder Sum(string other) => Add("Add", [other]);

    public NetworkBuilder GlobalAveragePool() => Add("GlobalAveragePool", []);

    public NetworkBuilder Flatten() => Add("Flatten", []);

    public NetworkBuilder Dense(int inputs, int outputs) =>
        Add("Gemm", [Weights(Math.Sqrt(2.0 / inputs), outputs, inputs), Weights(0.01, outputs)], Int("transB", 1));

    /// <summary>Writes the network to a file.</summary>
    public void Save(string path)
    {
        _graph.Output.Add(Value(Last, null, 1000));
        var model = new ModelProto { IrVersion = 8, Graph = _graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } } };
        using var file = File.Create(path);
        model.WriteTo(file);
    }

    private NetworkBuilder Add(string type, IEnumerable<string> more, params AttributeProto[] attributes)
    {
        var output = $"{type.ToLowerInvariant()}{_count++}";
        _graph.Node.Add(new NodeProto { OpType = type, Name = output, Input = { Last }, Output = { output }, Attribute = { attributes } });
        _graph.Node[^1].Input.Add(more);
        Last = output;
        return this;
    }

    private string Weights(double scale, params int[] shape)
    {
        var name = $"weight{_count++}";
        var values = new float[shape.Aggregate(1, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((_random.NextDouble() * 2 - 1) * scale * Math.Sqrt(3));
        var bytes = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        _graph.Initializer.Add(new TensorProto
        {
            Name = name,
            DataType = 1,
            Dims = { shape.Select(size => (long)size) },
            RawData = UnsafeByteOperations.UnsafeWrap(bytes),
        });
        return name;
    }

    private static ValueInfoProto Value(string name, params int?[] shape)
    {
        var sizes = new TensorShapeProto();
        foreach (var size in shape)
            sizes.Dim.Add(size is { } known ? new TensorShapeProto.Types.Dimension { DimValue = known } : new TensorShapeProto.Types.Dimension { DimParam = "N" });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1, Shape = sizes } } };
    }

    private static AttributeProto Ints(string name, params long[] values) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } };

    private static AttributeProto Int(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };
}
