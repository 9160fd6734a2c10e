using GradCamService.Onnx.Operators.Gradients;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Applies rectifiers by the rule of the run, <see cref="ReluRule"/>.</summary>
internal static class RectifierRule
{
    /// <summary>
    /// Applies a rectifier whose derivative f' is never negative. In a run that may need guided gradients, an identity in front of it
    /// clamps the gradient that leaves the rectifier's own backward at zero while the run's rule is guided: f'·1[R>0]·R.
    /// </summary>
    /// <param name="call">The node.</param>
    /// <param name="input">Its first input.</param>
    /// <param name="rectifier">The rectifier.</param>
    public static Tensor Rectify(this OperatorCall call, Tensor input, Func<Tensor, Tensor> rectifier) =>
        Around(call, input, rectifier(IsGuided(call, input) ? GuidedIdentity.BeforeRectifier(input, call.Run) : input));

    /// <summary>Applies min(max(x, 0), top), a ReLU where top is ∞: what most networks have behind every convolution.</summary>
    /// <param name="call">The node.</param>
    /// <param name="input">Its first input.</param>
    /// <param name="top">The upper bound.</param>
    /// <param name="clip">libtorch's operator for it.</param>
    /// <param name="inPlace">The same, written over its input, for where nothing else needs that; half the memory to move.</param>
    public static Tensor ClipFromZero(
        this OperatorCall call, Tensor input, double top, Func<Tensor, Tensor> clip, Func<Tensor, Tensor> inPlace)
    {
        if (!call.Run.IsTwiceDifferentiable && Gradients.ClipFromZero.Fits(input))
            return Gradients.ClipFromZero.Of(
                input, new(call.Run, (float)top, call.Node.IsRectifier, call.MayOverwrite, call.OwnsGradient));
        if (call.MayOverwrite && !input.requires_grad)
            return inPlace(input);
        var output = clip(IsGuided(call, input) ? GuidedIdentity.BeforeRectifier(input, call.Run) : input);
        return double.IsPositiveInfinity(top) ? Around(call, input, output) : Around(call, input, output, x => NotAbove(x, top));
    }

    /// <summary>Applies a rectifier whose derivative may be negative: the incoming gradient R itself is clamped, f'·1[R>0]·R.</summary>
    public static Tensor RectifyAnySlope(this OperatorCall call, Tensor input, Func<Tensor, Tensor> rectifier)
    {
        var output = rectifier(input);
        return Around(call, input, IsGuided(call, output) ? GuidedIdentity.AfterRectifier(output, call.Run) : output);
    }

    private static Tensor Around(OperatorCall call, Tensor input, Tensor output, Func<Tensor, Tensor>? bound = null) =>
        call.Node.IsRectifier && call.Run.MayDeconvolve && input.requires_grad
            ? WayAround.Of(call.Run, output, bound is null ? input : bound(input)) : output;

    private static Tensor NotAbove(Tensor tensor, double top)
    {
        using var bound = Numbers.New(top);
        return tensor.clamp_max(bound);
    }

    private static bool IsGuided(OperatorCall call, Tensor tensor) =>
        call.Node.IsRectifier && call.Run.MayGuide && tensor.requires_grad;
}
