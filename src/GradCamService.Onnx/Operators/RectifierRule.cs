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
        rectifier(IsGuided(call, input) ? GuidedIdentity.BeforeRectifier(input, call.Run) : input);

    /// <summary>Applies min(max(x, 0), top), a ReLU where top is ∞: what most networks have behind every convolution.</summary>
    /// <param name="call">The node.</param>
    /// <param name="input">Its first input.</param>
    /// <param name="top">The upper bound.</param>
    /// <param name="clip">libtorch's operator for it.</param>
    /// <param name="inPlace">The same, written over its input, for where nothing else needs that; half the memory to move.</param>
    public static Tensor ClipFromZero(
        this OperatorCall call, Tensor input, double top, Func<Tensor, Tensor> clip, Func<Tensor, Tensor> inPlace)
    {
        if (Gradients.ClipFromZero.Fits(input))
            return Gradients.ClipFromZero.Of(
                input, new(call.Run, (float)top, call.Node.IsRectifier, call.MayOverwrite, call.OwnsGradient));
        return call.MayOverwrite && !input.requires_grad ? inPlace(input) : call.Rectify(input, clip);
    }

    /// <summary>Applies a rectifier whose derivative may be negative: the incoming gradient R itself is clamped, f'·1[R>0]·R.</summary>
    public static Tensor RectifyAnySlope(this OperatorCall call, Tensor input, Func<Tensor, Tensor> rectifier)
    {
        var output = rectifier(input);
        return IsGuided(call, output) ? GuidedIdentity.AfterRectifier(output, call.Run) : output;
    }

    private static bool IsGuided(OperatorCall call, Tensor tensor) =>
        call.Node.IsRectifier && call.Run.MayGuide && tensor.requires_grad;
}
