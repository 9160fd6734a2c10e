using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators.Gradients;

/// <summary>
/// f = min(max(x, 0), top), a ReLU where top is ∞, for float32 on the CPU. Backward it makes one pass over memory for every rule,
/// 1[0&lt;f&lt;top]·R, 1[0&lt;f&lt;top]·1[R>0]·R or 1[f&lt;top]·1[R>0]·R, where libtorch's own operators need two; and only f is kept, not x.
/// </summary>
internal sealed class ClipFromZero : autograd.SingleTensorFunction<ClipFromZero>
{
    public override string Name => nameof(ClipFromZero);

    /// <summary>How one node is clipped in one run.</summary>
    /// <param name="Run">Tells the rule when a gradient passes.</param>
    /// <param name="Top">The upper bound; ∞ for none.</param>
    /// <param name="IsRectifier">Whether the run's rule holds for it; a gate's gradient is always plain.</param>
    /// <param name="MayOverwrite">Whether f may be written over x.</param>
    /// <param name="OwnsGradient">Whether nobody else reads the gradient R that arrives, so that the result may be written over it.</param>
    public sealed record Settings(GraphRun Run, float Top, bool IsRectifier, bool MayOverwrite, bool OwnsGradient);

    /// <summary>Whether this function can take the place of libtorch's. (A span holds no more bytes.)</summary>
    public static bool Fits(Tensor input) =>
        input.requires_grad && input.dtype == ScalarType.Float32 && input.device_type == TorchSharp.DeviceType.CPU
        && input.numel() <= int.MaxValue / sizeof(float);

    public static Tensor Of(Tensor input, Settings settings) => apply(input, settings);

    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        var settings = (Settings)arguments[1];
        // Not a view of the input: autograd's view bookkeeping would cost a tenth of the pass.
        var input = ((Tensor)arguments[0]).detach();
        var output = settings.MayOverwrite ? input : input.clone();
        Clip(output, settings.Top);
        // A handle that the dispose scope around the run owns.
        context.save_data("clipped", new Clipped(settings, output.detach()));
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        var (settings, output) = (Clipped)context.get_data("clipped");
        var result = settings.OwnsGradient && HasLayoutOf(gradient, output) ? gradient : empty_like(output).copy_(gradient);
        using var r = Flat(result);
        using var f = Flat(output);
        ClippedGradient.Apply(r, f, settings.Top, settings.IsRectifier ? settings.Run.Rule : ReluRule.Plain);
        // One gradient an argument; only the tensor has one.
        return [settings.Run.HandBack(gradient, result), null!];
    }

    private sealed record Clipped(Settings Settings, Tensor Output);

    private static void Clip(Tensor tensor, float top)
    {
        if (float.IsPositiveInfinity(top))
        {
            tensor.relu_();
            return;
        }
        using var bound = Numbers.New(top);
        tensor.clamp_(Numbers.Of(0), bound);
    }

    private static bool HasLayoutOf(Tensor gradient, Tensor output)
    {
        var (shape, own, other) = (output.shape, gradient.stride(), output.stride());
        for (var axis = 0; axis < shape.Length; axis++)
            if (shape[axis] > 1 && own[axis] != other[axis])
                return false;
        return true;
    }

    // The memory of a tensor without gaps, in whichever order its axes lie.
    private static Tensor Flat(Tensor tensor) => tensor.as_strided([tensor.numel()], [1], tensor.storage_offset());
}
