using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators.Gradients;

/// <summary>
/// An identity to put next to a rectifier. Backward, it clamps the gradient at zero where the run's rule is guided. In front of a
/// rectifier whose derivative is not negative, the rectifier's own fused backward has applied 1[f>0] before.
/// </summary>
internal sealed class GuidedIdentity : autograd.SingleTensorFunction<GuidedIdentity>
{
    public override string Name => nameof(GuidedIdentity);

    /// <summary>In front: the gradient that arrives is fresh from the rectifier's backward, and is clamped in place.</summary>
    public static Tensor BeforeRectifier(Tensor input, GraphRun run) => apply(input, run, true);

    /// <summary>Behind: the gradient that arrives may be shared with other branches.</summary>
    public static Tensor AfterRectifier(Tensor output, GraphRun run) => apply(output, run, false);

    // Not a view of the input: autograd's view bookkeeping would cost a tenth of the pass.
    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        context.save_data("run", arguments[1]);
        context.save_data("fresh", arguments[2]);
        return ((Tensor)arguments[0]).detach();
    }

    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        var run = (GraphRun)context.get_data("run");
        var isFresh = (bool)context.get_data("fresh");
        // One gradient an argument; only the tensor has one.
        return [run.HandBack(gradient, run.Rule == ReluRule.Guided ? Clamp(gradient, isFresh) : gradient), null!, null!];
    }

    // In place where the gradient has its own memory, which the rectifier's backward has made for it. An expanded gradient (stride 0,
    // from a sum) has not.
    private static Tensor Clamp(Tensor gradient, bool isFresh) =>
        isFresh && !gradient.stride().Contains(0) ? gradient.clamp_(min: Numbers.Of(0)) : gradient.clamp(min: Numbers.Of(0));
}
