using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators.Gradients;

/// <summary>
/// A rectifier's output with a way around the rectifier. Backward, the gradient goes through the rectifier, or where the run's rule is
/// deconvolution, what is positive of it goes around.
/// </summary>
internal sealed class WayAround : autograd.SingleTensorFunction<WayAround>
{
    public override string Name => nameof(WayAround);

    /// <param name="run">Tells the rule when a gradient passes.</param>
    /// <param name="output">The rectifier's output.</param>
    /// <param name="around">Where the way around leads: the rectifier's input, or that below its upper bound.</param>
    public static Tensor Of(GraphRun run, Tensor output, Tensor around) => apply(output, around, run);

    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        context.save_data("run", arguments[2]);
        return ((Tensor)arguments[0]).detach();
    }

    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        var none = zeros_like(gradient);
        // One gradient an argument; the run has none.
        return ((GraphRun)context.get_data("run")).Rule == ReluRule.Deconvolution ? [none, gradient.relu(), null!] : [gradient, none, null!];
    }
}
