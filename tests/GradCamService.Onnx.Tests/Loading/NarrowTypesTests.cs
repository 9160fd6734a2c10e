using Google.Protobuf;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Proto;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>Stored weights of few bits: every code, as ONNX Runtime dequantizes it.</summary>
public sealed class NarrowTypesTests
{
    // A decoded number times one scale: one rounding.
    private const double OneRounding = 1e-6;

    private const long Opset = 25;

    // ONNX's number of each type with the count of its codes.
    public static TheoryData<int, int> Types => new() { { 17, 256 }, { 18, 256 }, { 19, 256 }, { 20, 256 }, { 21, 16 }, { 22, 16 }, { 25, 4 }, { 26, 4 } };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_code_of_a_type_is_what_onnx_runtime_reads(int type, int codes)
    {
        using var scope = NewDisposeScope();
        var model = Model(type, [codes], Packed(codes), tensor(0.5f));
        var expected = OnnxRuntimeOracle.RunOracle(model.ToByteArray(), new Dictionary<string, Tensor>(), ["y"])[0];
        TensorAssert.Close(expected, Run(model), OneRounding, OneRounding, $"type {type}");
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Four_bits_have_a_scale_and_a_zero_point_a_block(int type)
    {
        using var scope = NewDisposeScope();
        // 3 rows of 7 columns: the last byte is half full; blocks of 4 along a row.
        var model = Model(type, [3, 7], Packed(21), Sample.Uniform(1, 0.1, 1, 3, 2), ("axis", 1), ("block_size", 4));
        var zero = new TensorProto { Name = "z", DataType = type, RawData = ByteString.CopyFrom(0x21, 0x43, 0x65) };
        zero.Dims.Add([3, 2]);
        model.Graph.Initializer.Add(zero);
        model.Graph.Node[0].Input.Add("z");
        var expected = OnnxRuntimeOracle.RunOracle(model.ToByteArray(), new Dictionary<string, Tensor>(), ["y"])[0];
        TensorAssert.Close(expected, Run(model), OneRounding, OneRounding, $"type {type}");
    }

    [Fact]
    public void Codes_in_a_typed_field_are_read_as_those_in_raw_data()
    {
        using var scope = NewDisposeScope();
        var model = Model(22, [5], [], tensor(1f));
        model.Graph.Initializer[0].ClearRawData();
        model.Graph.Initializer[0].Int32Data.Add([0x21, 0xF8, 0x07]);
        Assert.Equal([1f, 2, -8, -1, 7], TensorValues.Floats(Run(model)));
    }

    [Fact]
    public void The_sixteen_numbers_of_float4_are_those_of_its_definition()
    {
        // OCP Microscaling Formats 1.0, table 5.
        using var scope = NewDisposeScope();
        var numbers = NarrowTypes.Decode(23, [.. Packed(16)], [16]);
        Assert.Equal([0f, 0.5f, 1, 1.5f, 2, 3, 4, 6, -0f, -0.5f, -1, -1.5f, -2, -3, -4, -6], TensorValues.Floats(numbers));
    }

    [Fact]
    public void Scales_of_float8e8m0_are_powers_of_two()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([0.5f, 1, 2, float.NaN], TensorValues.Floats(NarrowTypes.Decode(24, [126, 127, 128, 255], [4])));
    }

    [Fact]
    public void Quantizing_into_four_bits_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var model = Model(22, [1], [0], tensor(1f));
        model.Graph.Node[0] = Bodies.Node("QuantizeLinear", ["s", "s", "w"], ["y"]);
        var refusal = Assert.Throws<OnnxException>(() => Run(model));
        Assert.Contains("QuantizeLinear, version 25, at node 'y' (not for these types)", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>0, 1, 2, … in as few bytes as the type packs them into.</summary>
    private static byte[] Packed(int count)
    {
        var bits = count switch { 256 => 8, 4 => 2, _ => 4 };
        var bytes = new byte[(count * bits + 7) / 8];
        for (var i = 0; i < count; i++)
            bytes[i * bits / 8] |= (byte)((i & ((1 << bits) - 1)) << (i * bits % 8));
        return bytes;
    }

    private static ModelProto Model(int type, long[] shape, byte[] codes, Tensor scale, params (string Name, long Value)[] attributes)
    {
        var graph = Bodies.Of([], [("y", ScalarType.Float32, null)], Bodies.Node("DequantizeLinear", ["w", "s"], ["y"], attributes));
        var weight = new TensorProto { Name = "w", DataType = type, RawData = ByteString.CopyFrom(codes) };
        weight.Dims.Add(shape);
        graph.Initializer.Add([weight, Protos.ToTensor("s", scale)]);
        var model = new ModelProto { IrVersion = 12, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        return model;
    }

    private static Tensor Run(ModelProto model)
    {
        using var graph = GraphLoader.Load(model, "narrow", null, new());
        return new GraphRunner(graph).Run(new Dictionary<string, Tensor>(), ["y"], GraphRun.Plain)[0].clone();
    }
}
