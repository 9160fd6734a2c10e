using static TorchSharp.torch;

namespace GradCamService.Onnx.Execution;

/// <summary>
/// An identity to put in front of a rectifier. Backward, it clamps the gradient at zero where the run's rule is guided; the
/// rectifier's own fused backward has applied 1[f>0] before.
/// </summary>
internal sealed class GuidedIdentity : autograd.SingleTensorFunction<GuidedIdentity>
{
    public override string Name => nameof(GuidedIdentity);

    public static Tensor Apply(Tensor input, GraphRun run) => apply(input, run);

    // Not a view of the input: autograd's view bookkeeping would cost a tenth of the pass.
    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        context.save_data("run", arguments[1]);
        return ((Tensor)arguments[0]).detach();
    }

    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        var run = (GraphRun)context.get_data("run");
        // One gradient an argument; the run has none.
        return [run.Rule == ReluRule.Guided ? Clamp(gradient) : gradient, null!];
    }

    // In place where the gradient has its own memory, which the rectifier's backward has made for it. An expanded gradient (stride 0,
    // from a sum) has not.
    private static Tensor Clamp(Tensor gradient) =>
        gradient.stride().Contains(0) ? gradient.clamp(min: 0) : gradient.clamp_(min: 0);
}
