using GradCamService.Onnx.Operators;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators;

/// <summary>Activations whose numbers are held are those that TorchSharp computes with its own, to the bit; gradients included.</summary>
public sealed class ActivationsTests
{
    [Fact]
    public void Softplus_is_TorchSharps() => Same(x => x.softplus(), Activations.Softplus);

    [Fact]
    public void Softsign_is_TorchSharps() => Same(x => nn.functional.softsign(x), Activations.Softsign);

    [Fact]
    public void Elu_is_TorchSharps() => Same(x => x.elu(0.3f), x => Activations.Elu(x, 0.3f));

    private static void Same(Func<Tensor, Tensor> expected, Func<Tensor, Tensor> actual)
    {
        using var scope = NewDisposeScope();

        Assert.Equal(Computed(expected), Computed(actual));
    }

    private static float[] Computed(Func<Tensor, Tensor> function)
    {
        var input = tensor(new[] { -30f, -1.1f, -0f, 0.3f, 2, 19.9f, 20, 20.1f }, requires_grad: true);
        var output = function(input);
        return [.. TensorValues.Floats(output), .. TensorValues.Floats(autograd.grad([output.sum()], [input])[0])];
    }
}
