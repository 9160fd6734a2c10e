using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests;

/// <summary>What libtorch and the device report, told apart, and said without what is theirs and this machine's.</summary>
public sealed partial class EngineExceptionTests
{
    // What libtorch 2.10 writes behind the first line.
    private const string Trace = """

        Exception raised from meta at /pytorch/aten/src/ATen/native/LinearAlgebra.cpp:204 (most recent call first):
        frame #0: c10::Error::Error(c10::SourceLocation, std::string) + 0xb0 (0x7f91dc20b1a0 in /app/libc10.so)
        frame #1: c10::cuda::CUDACachingAllocator::raw_alloc, out of memory + 0xfa (0x7f91dc1987e4 in /app/libtorch_cuda.so)
        """;

    [Theory]
    [InlineData("[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to " +
        "allocate 4398046511104 bytes. Error code 12 (Cannot allocate memory)", EngineFault.OutOfMemory)]
    [InlineData("[enforce fail at alloc_cpu.cpp:83] data. DefaultCPUAllocator: not enough memory", EngineFault.OutOfMemory)]
    [InlineData("CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 79.10 GiB.", EngineFault.OutOfMemory)]
    [InlineData("CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported.", EngineFault.OutOfMemory)]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", EngineFault.OutOfMemory)]
    [InlineData("std::bad_alloc", EngineFault.OutOfMemory)]
    [InlineData("CUDA error: device-side assert triggered\nCompile with `TORCH_USE_CUDA_DSA`.", EngineFault.Device)]
    [InlineData("CUDA error: an illegal memory access was encountered", EngineFault.Device)]
    [InlineData("CUDA error: misaligned address", EngineFault.Device)]
    [InlineData("CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm( handle, opa, opb, m, n, k)`", EngineFault.Device)]
    [InlineData("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED", EngineFault.Device)]
    [InlineData("NCCL error in: /pytorch/torch/csrc/distributed/c10d/NCCLUtils.cpp:77, unhandled system error", EngineFault.Device)]
    [InlineData("mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", EngineFault.Engine)]
    [InlineData("could not create a primitive descriptor for the convolution forward propagation primitive", EngineFault.Engine)]
    public void A_report_of_libtorch_is_told_apart(string report, EngineFault fault)
    {
        var native = new Reported(report + Trace);

        var told = EngineException.Of(native, "node 'conv1'");

        Assert.Equal(fault, told.Fault);
        Assert.Same(native, told.InnerException);
        Assert.True(EngineException.IsNative(native));
        AssertFit(told.Message);
    }

    [Theory]
    [InlineData("mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)")]
    [InlineData("\"log_softmax\" not implemented for 'Long'", "\"log_softmax\" not implemented for 'Long'")]
    [InlineData("0 <= dim INTERNAL ASSERT FAILED at \"../aten/src/ATen/Foo.cpp\":75, please report a bug to PyTorch. It is negative",
        "0 <= dim INTERNAL ASSERT FAILED. It is negative")]
    [InlineData("[enforce fail at inline_container.cc:424] . unexpected size", "unexpected size")]
    [InlineData("Error in dlopen: /usr/lib/libfoo.so: cannot open", "Error in dlopen: cannot open")]
    [InlineData("expected 1/255 or n/a", "expected 1/255 or n/a")]
    [InlineData("", "libtorch fails")]
    public void What_libtorch_refuses_is_said_without_places(string report, string expected) =>
        Assert.Equal($"node 'a': {expected}", EngineException.Of(new Reported(report + Trace), "node 'a'").Message);

    [Fact]
    public void A_report_without_end_is_cut() =>
        Assert.InRange(EngineException.Of(new Reported(new string('x', 10_000)), "").Message.Length, 100, 400);

    [Fact]
    public void What_dot_net_has_no_memory_for_is_want_of_memory() =>
        Assert.Equal(EngineFault.OutOfMemory, EngineException.Of(new InsufficientMemoryException(), "").Fault);

    [Fact]
    public void Words_of_a_file_make_no_fault_of_the_device() =>
        Assert.False(EngineException.IsNative(new ArgumentException("mode 'CUDA error: out of memory' is not known")));

    [Fact]
    public void A_failed_run_says_which_node_libtorch_refused()
    {
        using var scope = NewDisposeScope();
        using var graph = SmallModel.Load(["x", "b"], [], Bodies.Node("Gemm", ["x", "b"], ["y"]));

        var told = Assert.Throws<EngineException>(() => Run(graph, ones(2, 3), ones(4, 5)));

        Assert.Equal(EngineFault.Engine, told.Fault);
        Assert.Equal("node 'y' (Gemm, version 7): mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", told.Message);
        Assert.IsType<ExternalException>(told.InnerException);
    }

    [Fact]
    public void A_failed_run_of_a_loop_names_the_node_inside()
    {
        using var scope = NewDisposeScope();
        var body = Bodies.Of([("i", ScalarType.Int64, []), ("go", ScalarType.Bool, []), ("a", ScalarType.Float32, null)],
            [("go", ScalarType.Bool, []), ("c", ScalarType.Float32, null)], Bodies.Node("Gemm", ["a", "b"], ["c"]));
        var loop = Bodies.Node("Loop", ["", "", "x"], ["y"]);
        loop.Attribute.Add(new Proto.AttributeProto { Name = "body", Type = Proto.AttributeProto.Types.AttributeType.Graph, G = body });
        using var graph = SmallModel.Load(["x", "b"], [], loop);

        var told = Assert.Throws<EngineException>(() => Run(graph, ones(2, 3), ones(4, 5)));

        Assert.StartsWith("node 'c' (Gemm, version 7): mat1", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_needs_terabytes_has_no_memory()
    {
        using var scope = NewDisposeScope();
        // A view of one number that looks like 2^50 of them, of which Exp makes real ones: more than a processor addresses.
        using var graph = SmallModel.Load(["x"], [], Bodies.Node("Exp", ["x"], ["y"]));

        var told = Assert.Throws<EngineException>(() => Run(graph, ones(1).expand(1L << 50)));

        Assert.Equal((EngineFault.OutOfMemory, "node 'y' (Exp, version 6): there is not enough memory"), (told.Fault, told.Message));
    }

    [Fact]
    public void What_an_operator_of_ours_refuses_is_no_fault_of_the_engine()
    {
        using var scope = NewDisposeScope();
        using var graph = SmallModel.Load(["x", "b"], [], Bodies.Node("MatMul", ["x", "b"], ["y"]));

        var refusal = Assert.Throws<OnnxException>(() => Run(graph, ones(2, 3, 4), ones(5, 6)));

        Assert.Equal("node 'y' (MatMul, version 1): [2, 3, 4] by [5, 6] is no matrix product", refusal.Message);
    }

    /// <summary>As TorchSharp throws it.</summary>
    private sealed class Reported(string report) : ExternalException(report);

    private static void Run(Graph graph, params Tensor[] inputs) => new GraphRunner(graph)
        .Run(graph.Inputs.Zip(inputs).ToDictionary(pair => pair.First.Name, pair => pair.Second), ["y"], GraphRun.Plain);

    private static void AssertFit(string message)
    {
        Assert.StartsWith("node 'conv1': ", message, StringComparison.Ordinal);
        Assert.DoesNotMatch(Unfit(), message);
    }

    [GeneratedRegex(@"\n|frame #|Exception raised|\.(cpp|h|so)\b|/pytorch|/app")]
    private static partial Regex Unfit();
}
