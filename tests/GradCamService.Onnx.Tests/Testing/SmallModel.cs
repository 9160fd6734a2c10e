using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Proto;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>Graphs of a few nodes from x to y.</summary>
internal static class SmallModel
{
    private const long IrVersion = 8;

    private const long Opset = 17;

    /// <summary>Loads a graph with the float inputs <paramref name="inputs"/> of open shape, the output y and these constants.</summary>
    public static Graph Load(string[] inputs, (string Name, Tensor Value)[] constants, params NodeProto[] nodes) =>
        Load(CPU, inputs, constants, nodes);

    /// <summary>The same on a device of choice.</summary>
    public static Graph Load(Device device, string[] inputs, (string Name, Tensor Value)[] constants, params NodeProto[] nodes)
    {
        var graph = Bodies.Of([.. inputs.Select(name => (name, ScalarType.Float32, (long[]?)null))], [("y", ScalarType.Float32, null)],
            nodes);
        graph.Initializer.Add(constants.Select(constant => Protos.ToTensor(constant.Name, constant.Value)));
        var model = new ModelProto { IrVersion = IrVersion, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        return GraphLoader.Load(model, "small", null, new() { Device = device });
    }
}
