using GradCamService.Onnx.Analysis;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Analysis;

/// <summary>A network of a few nodes, from the input <c>image</c> on, and what is read from it. It owns all its tensors.</summary>
internal sealed class Sketch : IDisposable
{
    private const long Opset = 17;

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly GraphProto _proto = new() { Name = "sketch" };
    private Graph? _graph;
    private GraphTrace? _trace;

    /// <param name="image">Sizes of the image; 0 is dynamic. None at all: <c>[1, 3, 16, 16]</c>.</param>
    public Sketch(params long[] image) => Input("image", image.Length == 0 ? [1, 3, 16, 16] : image);

    public Sketch(ScalarType type, long[] image) => Input("image", image, type);

    public Sketch Input(string name, long[] sizes, ScalarType type = ScalarType.Float32)
    {
        _proto.Input.Add(Bodies.Of([(name, type, sizes)], []).Input);
        return this;
    }

    public Sketch Weight(string name, params long[] shape) => Constant(name, Sample.Normal(_proto.Initializer.Count, shape));

    public Sketch Constant(string name, Tensor value)
    {
        _proto.Initializer.Add(Protos.ToTensor(name, value));
        return this;
    }

    /// <summary>A node of one output, which names it too.</summary>
    /// <param name="type">The operator, behind its domain where it has one.</param>
    /// <param name="inputs">Names with spaces between.</param>
    /// <param name="output">The output.</param>
    /// <param name="attributes">As <see cref="Protos.ToAttribute"/> takes them.</param>
    public Sketch Node(string type, string inputs, string output, params (string Name, object Value)[] attributes)
    {
        var name = type.LastIndexOf('.') + 1;
        var node = Bodies.Node(type[name..], inputs.Split(' '), [output]);
        node.Domain = type[..Math.Max(name - 1, 0)];
        node.Attribute.Add(attributes.Select(attribute => Protos.ToAttribute(attribute.Name, attribute.Value)));
        _proto.Node.Add(node);
        return this;
    }

    /// <summary>A convolution with a square kernel and padding for it.</summary>
    public Sketch Conv(string input, string output, long from, long to, long kernel = 3, long stride = 1) =>
        Weight($"{output}.w", to, from, kernel, kernel)
            .Node("Conv", $"{input} {output}.w", output,
                ("strides", new[] { stride, stride }), ("pads", Enumerable.Repeat(kernel / 2, 4).ToArray()));

    public Sketch Output(params string[] names)
    {
        _proto.Output.Add(names.Select(name => new ValueInfoProto { Name = name }));
        return this;
    }

    public Graph Graph => _graph ??= GraphLoader.Load(ToModel(), "sketch", null, new());

    /// <summary>An image that is nowhere grey.</summary>
    public Dictionary<string, Tensor> Feeds => Graph.Inputs.ToDictionary(
        input => input.Name, input => Sample.Normal(1, [.. input.Shape!.Select(size => size!.Value)]));

    public GraphTrace Trace => _trace ??= GraphTrace.Of(new GraphRunner(Graph), Feeds, Graph.Outputs);

    public DataFlow Flow => new(Graph, Trace, "image", Graph.Outputs[^1]);

    public GraphAnalysis Analyze(bool isChannelsLast = false) =>
        new(new GraphRunner(Graph), Trace, "image", isChannelsLast, Graph.Outputs[^1]);

    public AxisTracking Axes(bool isChannelsLast = false) => new(Flow, Trace, isChannelsLast ? TensorAxes.Nhwc : TensorAxes.Nchw);

    public void Dispose()
    {
        _graph?.Dispose();
        _scope.Dispose();
    }

    private ModelProto ToModel()
    {
        var model = new ModelProto { IrVersion = 8, Graph = _proto };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        return model;
    }
}
