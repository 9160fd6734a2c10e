using GradCamService.Explain.Targets;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Targets;

[Collection(TorchCollection.Name)]
public sealed class CosineScoreTests
{
    private const double FloatRounding = 1e-6;

    // e = (3, 4), |e| = 5; r = (2, 0): cos = 6 / (5 · 2) = 0.6; ∂cos/∂e = (r/|r| − cos · e/|e|) / |e| = ((1, 0) − 0.6 · (0.6, 0.8)) / 5.
    private static readonly float[] Embedding = [3, 4];
    private static readonly CosineScore Score = new([2, 0]);

    [Fact]
    public void The_cosine_is_that_of_the_angle_and_its_gradient_turns_towards_the_reference()
    {
        using var scope = NewDisposeScope();
        var row = tensor(Embedding).requires_grad_();

        var cosine = Score.Of(row);
        var gradient = autograd.grad([cosine], [row])[0];

        Assert.Equal(0.6, cosine.item<float>(), FloatRounding);
        Assert.Equal(0.128, gradient[0].item<float>(), FloatRounding);
        Assert.Equal(-0.096, gradient[1].item<float>(), FloatRounding);
        Assert.Equal(0.6, CosineScore.Of(Embedding, Score.Reference), FloatRounding);
    }

    [Theory]
    [InlineData(6, 0, 1)]
    [InlineData(-1, 0, -1)]
    [InlineData(0, 2, 0)]
    [InlineData(0, 0, 0)]
    public void It_does_not_know_lengths_and_of_nothing_it_is_zero(float x, float y, double expected)
    {
        using var scope = NewDisposeScope();

        Assert.Equal(expected, Score.Of(tensor(new[] { x, y })).item<float>(), FloatRounding);
        Assert.Equal(expected, CosineScore.Of([x, y], Score.Reference), FloatRounding);
    }

    [Fact]
    public void Of_nothing_the_gradient_is_towards_the_reference_and_finite()
    {
        using var scope = NewDisposeScope();
        var row = zeros(2).requires_grad_();

        var gradient = autograd.grad([Score.Of(row)], [row])[0];

        Assert.Equal(1, gradient[0].item<float>(), FloatRounding);
        Assert.Equal(0, gradient[1].item<float>(), FloatRounding);
    }

    [Fact]
    public void Small_numbers_have_a_direction_too()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(0.6, new CosineScore([2e-10f, 0]).Of(tensor(new[] { 3e-10f, 4e-10f })).item<float>(), FloatRounding);
    }
}
