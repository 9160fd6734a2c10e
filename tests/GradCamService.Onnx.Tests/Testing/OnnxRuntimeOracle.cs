using Google.Protobuf;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.TestDevices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>Runs a node with ONNX Runtime and with this library, and compares.</summary>
internal static class OnnxRuntimeOracle
{
    // float32 with about 7 digits, sums of at most some hundred terms in another order.
    private const double Relative = 1e-4;
    private const double Absolute = 1e-5;

    public static void AssertAgrees(OneNode node)
    {
        using var scope = NewDisposeScope();
        var expected = RunOracle(node);
        var actual = Run(node);
        for (var i = 0; i < expected.Length; i++)
            TensorAssert.Close(expected[i], actual[i], Relative, Absolute, $"output {i} of {node.Operator}");
    }

    /// <summary>What this library computes.</summary>
    public static Tensor[] Run(OneNode node)
    {
        // A comparison is of types too: nothing is widened.
        using var graph = GraphLoader.Load(
            node.ToModel(), node.Operator, null, new() { Device = TestDevice.Current, Precision = Precision.AsFile });
        // Outputs that are constants belong to the graph, which does not outlive this method.
        var feeds = node.Feeds.ToDictionary(feed => feed.Key, feed => TestDevice.Place(feed.Value));
        return [.. new GraphRunner(graph).Run(feeds, node.OutputNames, GraphRun.Plain).Select(output => output.clone())];
    }

    /// <summary>What ONNX Runtime computes.</summary>
    public static Tensor[] RunOracle(OneNode node) => RunOracle(node.ToModel().ToByteArray(), node.Feeds, node.OutputNames);

    /// <summary>What ONNX Runtime computes with a whole model.</summary>
    public static Tensor[] RunOracle(byte[] model, IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyList<string> outputs)
    {
        using var options = new SessionOptions
        {
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
        };
        using var session = new InferenceSession(model, options);
        using var run = new RunOptions();
        var feeds = inputs.ToDictionary(feed => feed.Key, feed => ToOrt(feed.Value));
        try
        {
            using var results = session.Run(run, feeds.Keys, feeds.Values, outputs);
            return [.. results.Select(ToTorch)];
        }
        finally
        {
            foreach (var feed in feeds.Values)
                feed.Dispose();
        }
    }

    // ONNX Runtime numbers the element types as ONNX does.
    private static OrtValue ToOrt(Tensor tensor)
    {
        var type = (TensorElementType)Protos.TypeOf(tensor.dtype);
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, tensor.shape);
        if (tensor.numel() > 0)
            tensor.contiguous().bytes.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    private static Tensor ToTorch(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        var tensor = zeros(info.Shape, Protos.TypeOf((int)info.ElementDataType));
        if (tensor.numel() > 0)
            value.GetTensorMutableRawData().CopyTo(tensor.bytes);
        return tensor;
    }
}
