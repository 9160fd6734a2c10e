using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace GradCamService.Onnx.Operators.Gradients;

/// <summary>
/// y = W x + b of one image on the CPU. Its gradient Wᵀ R reads only those rows of W whose R is not zero: behind a ReLU half of them, or fewer.
/// libtorch's reads all, which in VGG-16 are half a gigabyte and a tenth of the time of a forward pass.
/// </summary>
internal sealed class DenseRow : autograd.SingleTensorFunction<DenseRow>
{
    // Fewer are in the caches, and a call of this function costs more than it gains.
    private const long FewestWeights = 1 << 20;

    public override string Name => nameof(DenseRow);

    /// <summary>One node in one run.</summary>
    /// <param name="Run">The run.</param>
    /// <param name="Weight">W, <c>[M, F]</c>.</param>
    /// <param name="Forward">x → y, as libtorch computes it.</param>
    public sealed record Settings(GraphRun Run, Tensor Weight, Func<Tensor, Tensor> Forward);

    /// <param name="input">x, <c>[1, F]</c> where this fits.</param>
    /// <param name="weight">W. (A span holds no more bytes than the upper limit.)</param>
    public static bool Fits(Tensor input, Tensor weight) =>
        input.requires_grad && !weight.requires_grad && input.dtype == ScalarType.Float32 && weight.dtype == ScalarType.Float32
        && weight.device_type == TorchSharp.DeviceType.CPU && input.shape is [1, var features] && weight.shape is [_, var columns] && columns == features
        && weight.numel() is >= FewestWeights and <= int.MaxValue / sizeof(float) && weight.is_contiguous();

    public static Tensor Of(Tensor input, Settings settings) => apply(input, settings);

    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        var settings = (Settings)arguments[1];
        context.save_data("settings", settings);
        return settings.Forward(((Tensor)arguments[0]).detach());
    }

    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        var settings = (Settings)context.get_data("settings");
        // One gradient an argument; only the tensor has one.
        return [settings.Run.HandBack(gradient, Gradient(gradient, settings.Weight)), null!];
    }

    /// <summary>R W, <c>[1, F]</c>. Each thread sums a part of the columns, so that their number does not change the sums.</summary>
    internal static Tensor Gradient(Tensor gradient, Tensor weight)
    {
        using var contiguous = gradient.contiguous();
        var incoming = MemoryMarshal.Cast<byte, float>(contiguous.bytes).ToArray();
        var rows = Enumerable.Range(0, incoming.Length).Where(row => incoming[row] != 0).ToArray();
        var result = zeros(1, weight.shape[1]);
        var threads = get_num_threads();
        Parallel.For(0, threads, i =>
        {
            var sums = MemoryMarshal.Cast<byte, float>(result.bytes);
            var (start, end) = ((int)((long)sums.Length * i / threads), (int)((long)sums.Length * (i + 1) / threads));
            var part = sums[start..end];
            var weights = MemoryMarshal.Cast<byte, float>(weight.bytes);
            foreach (var row in rows)
                TensorPrimitives.MultiplyAdd(weights.Slice(row * sums.Length + start, part.Length), incoming[row], part, part);
        });
        return result;
    }
}
