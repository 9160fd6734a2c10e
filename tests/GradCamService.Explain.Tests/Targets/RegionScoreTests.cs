using System.Collections;
using GradCamService.Explain.Targets;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Targets;

/// <summary>Scores of maps, boxes and elements, and their gradients, by hand.</summary>
[Collection(TorchCollection.Name)]
public sealed class RegionScoreTests
{
    // Two classes at 2 × 2 places.
    private static readonly float[] Map = [1, 2, 3, 4, 10, 20, 30, 40];

    [Fact]
    public void A_class_is_summed_over_the_places()
    {
        var (score, gradient) = Of(new RegionScore(new ClassScore(1), new BitArray([true, false, false, true])), Map, 2, 2, 2);

        Assert.Equal(50, score);
        Assert.Equal([0, 0, 0, 0, 1, 0, 0, 1], gradient);
    }

    [Fact]
    public void A_contrast_is_summed_place_by_place()
    {
        var (score, gradient) = Of(
            new RegionScore(new ContrastScore(new ClassScore(1), new ClassScore(0)), new BitArray([false, true, true, false])), Map, 2, 2, 2);

        Assert.Equal(45, score);
        Assert.Equal([0, -1, -1, 0, 0, 1, 1, 0], gradient);
    }

    [Fact]
    public void What_lies_outside_the_places_does_not_count_whatever_it_is()
    {
        var (score, gradient) = Of(
            new RegionScore(new ClassScore(0), new BitArray([true, false, false, false])), [1, float.NaN, float.PositiveInfinity, 0, 0, 0, 0, 0], 2, 2, 2);

        Assert.Equal(1, score);
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0], gradient);
    }

    [Fact]
    public void A_group_is_the_log_sum_exp_of_its_members_at_each_place()
    {
        var (score, _) = Of(new RegionScore(new GroupScore([0, 1]), new BitArray([true, true])), [0, 1, 0, 1], 2, 1, 2);

        Assert.Equal(Math.Log(2) + Math.Log(2) + 1, score, 1e-6); // Float32.
    }

    [Fact]
    public void Without_places_the_sum_is_zero_and_so_is_the_gradient()
    {
        var (score, gradient) = Of(new RegionScore(new ClassScore(0), new BitArray(4)), Map, 2, 2, 2);

        Assert.Equal(0, score);
        Assert.All(gradient, value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_box_has_the_score_of_its_class()
    {
        var (score, gradient) = Of(new BoxScore(new ClassScore(1), 2), Map, 4, 2);

        Assert.Equal(20, score);
        Assert.Equal([0, 0, 0, 0, 0, 1, 0, 0], gradient);
    }

    [Fact]
    public void Neighbouring_numbers_are_summed()
    {
        var (score, gradient) = Of(new SpanScore(3, 2), Map, 8);

        Assert.Equal(14, score);
        Assert.Equal([0, 0, 0, 1, 1, 0, 0, 0], gradient);
    }

    [Fact]
    public void What_is_not_there_has_no_score_and_no_gradient()
    {
        var (score, gradient) = Of(new NoScore(), Map, 8);

        Assert.True(float.IsNaN(score));
        Assert.All(gradient, value => Assert.Equal(0, value));
    }

    private static (float Score, float[] Gradient) Of(Score score, float[] values, params long[] shape)
    {
        using var scope = NewDisposeScope();
        var logits = tensor(values).reshape(shape).detach().requires_grad_();
        var found = score.Of(logits);
        return (found.item<float>(), autograd.grad([found], [logits])[0].flatten().data<float>().ToArray());
    }
}
