using System.Reflection;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Operators;
using GradCamService.Onnx.Tests.Operators;
using GradCamService.Onnx.Tests.Testing;
using GradCamService.TestDevices;
using TorchSharp;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Execution;

/// <summary>
/// Every operator on devices that are not the CPU. The lazy one computes, and refuses tensors that are on the wrong device of the two; the meta
/// one has shapes and no elements, and so refuses to be read back, too.
/// </summary>
public sealed class OtherDeviceTests
{
    // The same kernels, which TorchScript may call in another order.
    private const double Relative = 1e-5;
    private const double Absolute = 1e-6;

    // Libtorch's lazy backend hands lists of views (split, unbind) back on the CPU, and has no as_strided.
    private static readonly HashSet<string> NotLazy = ["AffineGrid", "GRU", "LSTM", "RNN", "Scan", "Split"];

    // Their results are whole numbers, or depend on the elements: by design those come to the CPU.
    private static readonly HashSet<string> ReadBack =
        ["ArgMax", "ArgMin", "Cast", "CastLike", "MaxRoiPool", "NonMaxSuppression", "Range", "RoiAlign", "TopK"];

    // What libtorch has in Python only: an operator is tested up to the first of these.
    private static readonly string[] NoMetaKernel =
    [
        "aten::abs.out", "aten::flip", "aten::grid_sampler_2d", "aten::grid_sampler_3d", "aten::hardswish", "aten::hardtanh_backward",
        "aten::index_select", "aten::isnan", "aten::logical_and.out", "aten::logical_not.out", "aten::max_pool3d_with_indices", "aten::min", "aten::nan_to_num.out", "aten::native_batch_norm", "aten::nonzero", "aten::relu", "aten::unique_dim", "aten::where.self", "convolution_overrideable",
    ];

    public static TheoryData<string> Lazy => Without(NotLazy);

    public static TheoryData<string> Meta => Without(ReadBack);

    [Theory]
    [MemberData(nameof(Lazy))]
    public void An_operator_computes_on_another_device_what_it_computes_on_the_CPU(string name)
    {
        using var scope = NewDisposeScope();
        var expected = Compute(OperatorCases.All[name], CPU);
        var actual = Compute(OperatorCases.All[name], LazyDevice.Instance);

        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
            TensorAssert.Close(one, other.cpu(), Relative, Absolute, name);
    }

    [Theory]
    [MemberData(nameof(Meta))]
    public void An_operator_reads_nothing_back_as_far_as_meta_has_kernels(string name)
    {
        using var scope = NewDisposeScope();
        try
        {
            var expected = Compute(OperatorCases.All[name], CPU);
            var actual = Compute(OperatorCases.All[name], new Device(DeviceType.META));

            Assert.Equal(expected.Select(tensor => ShapeText.Of(tensor.shape)), actual.Select(tensor => ShapeText.Of(tensor.shape)));
        }
        catch (Exception exception) when (EngineException.IsNative(exception) || exception is EngineException)
        {
            var message = (exception.InnerException ?? exception).Message;
            Assert.True(Array.Exists(NoMetaKernel, kernel => message.StartsWith(kernel, StringComparison.Ordinal)), message.Split('\n')[0]);
        }
    }

    [Fact]
    public void The_lazy_device_refuses_tensors_of_the_CPU()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<Exception>(() => ones(2, device: LazyDevice.Instance) + ones(2));
    }

    // Comparisons are made where their numbers are; truths of the file stay on the CPU.
    [Fact]
    public void A_truth_of_the_file_is_put_beside_one_that_the_device_has_made()
    {
        using var scope = NewDisposeScope();
        using var graph = SmallModel.Load(LazyDevice.Instance, ["x"], [("zero", tensor(0f)), ("no", tensor(new[] { false }))],
            Bodies.Node("Greater", ["x", "zero"], ["positive"]), Bodies.Node("Concat", ["positive", "no"], ["y"], ("axis", 0)));
        var feeds = new Dictionary<string, Tensor> { ["x"] = tensor(new[] { -1f, 1f }).to(LazyDevice.Instance) };

        Assert.Equal([0, 1, 0], TensorValues.Longs(new GraphRunner(graph).Run(feeds, ["y"], GraphRun.Plain)[0]));
    }

    private static TheoryData<string> Without(HashSet<string> operators) =>
        [.. OperatorCases.All.Where(pair => !operators.Contains(pair.Value.Node.Operator)).Select(pair => pair.Key)];

    /// <summary>The outputs, and the gradient of the first one's sum at the first input.</summary>
    private static List<Tensor> Compute(OperatorCase @case, Device device)
    {
        // As in a network: what is not data is a constant.
        var constants = Enumerable.Range(1, Math.Max(@case.Node.Inputs.Count - 1, 0)).Where(index => @case.Node.Inputs[index] is not null);
        var node = @case.Node with { Constants = constants.ToHashSet() };
        using var graph = GraphLoader.Load(node.ToModel(), node.Operator, null, new() { Device = device, Precision = Precision.AsFile });
        var feeds = node.Feeds.ToDictionary(feed => feed.Key, feed => Placed(feed.Value, device));
        var input = HasGradient(@case) ? feeds.Values.FirstOrDefault(feed => feed.is_floating_point())?.requires_grad_() : null;
        var outputs = new GraphRunner(graph).Run(feeds, node.OutputNames, GraphRun.Plain);
        var found = outputs.Select(output => output.detach().alias()).ToList();
        if (input is not null && outputs.FirstOrDefault(output => output.requires_grad) is { } score)
        {
            // Not autograd.grad, in which an error ends the process.
            score.sum().backward();
            found.Add(input.grad!);
        }
        return found;
    }

    private static bool HasGradient(OperatorCase @case) => @case.HasGradient && !@case.FixedInputs.Contains(0)
        && @case.Key is { } key && OperatorTable.Lines[key].Compute.Method.GetCustomAttribute<NotDifferentiableAttribute>() is null;

    /// <summary>As in a service: numbers with a fraction on the device, shapes and indices on the CPU.</summary>
    private static Tensor Placed(Tensor tensor, Device device) => tensor.is_floating_point() ? tensor.detach().clone().to(device) : tensor;
}
