using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Conformance;

/// <summary>One case: a model and sets of inputs with the outputs that the ONNX reference computed.</summary>
internal static class ConformanceCase
{
    // ONNX's backend tests compare with the relative tolerance 1e-3; near zero, sums in another order differ by some float32 units.
    private const double Relative = 1e-3;
    private const double Absolute = 1e-5;

    // One unit in the last of bfloat16's 8 bits: the cases cut off what does not fit, ONNX's text and libtorch round it.
    private const double RelativeOfBFloat16 = 1.0 / 128;

    private const int UInt16 = 4;
    private const int BFloat16 = 16;

    /// <summary>Loads the model, runs every set, and compares.</summary>
    public static void Run(string name)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var folder = Path.Combine(ConformanceCases.Folder, name);
        using var file = OnnxFile.Open(Path.Combine(folder, "model.onnx"));
        var proto = file.Model;
        // The cases are of element types too: nothing is widened.
        using var graph = GraphLoader.Load(Path.Combine(folder, "model.onnx"), new() { Precision = Precision.AsFile });
        var sets = Directory.GetDirectories(folder, "test_data_set_*");
        Assert.NotEmpty(sets);
        string[] names = [.. proto.Graph.Output.Select(output => output.Name)];
        foreach (var set in sets)
        {
            var feeds = Feeds(proto.Graph, set);
            var actual = new GraphRunner(graph).Run(feeds, names, GraphRun.Plain);
            for (var i = 0; i < proto.Graph.Output.Count; i++)
            {
                var expected = ReadTensor(set, "output", i, proto.Graph.Output[i]);
                var relative = expected.dtype == ScalarType.BFloat16 ? RelativeOfBFloat16 : Relative;
                TensorAssert.Close(expected, actual[i], relative, Absolute, names[i]);
            }
        }
    }

    /// <summary>Stored inputs are those of the graph in order, with or without the initializers that are listed as inputs.</summary>
    private static Dictionary<string, Tensor> Feeds(GraphProto graph, string set)
    {
        var stored = Directory.GetFiles(set, "input_*.pb").Length;
        var initialized = graph.Initializer.Select(initializer => initializer.Name).ToHashSet();
        var inputs = graph.Input.Where(input => graph.Input.Count == stored || !initialized.Contains(input.Name)).Take(stored);
        return inputs.Select((input, index) => (input.Name, Tensor: ReadTensor(set, "input", index, input)))
            .ToDictionary(feed => feed.Name, feed => feed.Tensor);
    }

    private static Tensor ReadTensor(string set, string kind, int index, ValueInfoProto value)
    {
        Assert.True(value.Type.TensorType is not null, $"{value.Name} is not a tensor");
        using var stream = File.OpenRead(Path.Combine(set, $"{kind}_{index}.pb"));
        var proto = TensorProto.Parser.ParseFrom(stream);
        // NumPy, which wrote the files, has no bfloat16: its bits are stored as uint16.
        if (value.Type.TensorType.ElemType == BFloat16 && proto.DataType == UInt16)
            proto.DataType = BFloat16;
        return new TensorReader(new ExternalData(set)).Read(proto);
    }
}
