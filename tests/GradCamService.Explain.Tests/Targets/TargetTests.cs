using GradCamService.Explain.Targets;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Targets;

[Collection(TorchCollection.Name)]
public sealed class TargetTests
{
    /// <summary>Float32 exponentials and logarithms.</summary>
    private const double FloatRounding = 1e-6;

    private static readonly float[] Logits = [0, MathF.Log(2), MathF.Log(5)];
    private static readonly NetworkOutput Output = new(Logits, []);

    [Fact]
    public void A_class_scores_its_logit_and_has_its_share()
    {
        Assert.Equal(Logits[1], Score(new ClassTarget(1)));
        Assert.Equal(0.25, new ClassTarget(1).Probability(Logits[1], Output)!.Value, FloatRounding);
    }

    [Fact]
    public void A_group_scores_the_log_sum_exp_of_its_members_and_has_the_sum_of_their_shares()
    {
        var group = new GroupTarget([0, 2]);

        Assert.Equal(Math.Log(1 + 5), Score(group), FloatRounding);
        Assert.Equal(0.75, group.Probability(Score(group), Output)!.Value, FloatRounding);
    }

    [Fact]
    public void A_contrast_scores_the_difference_and_has_no_share()
    {
        var contrast = new ContrastTarget(new ClassTarget(2), new GroupTarget([0, 1]));

        Assert.Equal(Math.Log(5) - Math.Log(3), Score(contrast), FloatRounding);
        Assert.Null(contrast.Probability(Score(contrast), Output));
    }

    [Fact]
    public void The_gradient_of_a_group_is_shared_among_its_members()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(Logits).requires_grad_();

        var gradient = autograd.grad([new GroupTarget([0, 2]).Score(logits)], [logits])[0].data<float>().ToArray();

        // Softmax over the members: 1/6 and 5/6.
        Assert.InRange(Deviation.Of([1 / 6f, 0, 5 / 6f], gradient), 0, FloatRounding);
    }

    [Fact]
    public void The_best_predictions_are_chosen_by_the_outputs()
    {
        Assert.Equal([new ClassTarget(2), new ClassTarget(1)], new BestPredictions(2, null).Choose(Output));
        Assert.Equal([new ContrastTarget(new ClassTarget(2), new ClassTarget(0))], new BestPredictions(1, new ClassTarget(0)).Choose(Output));
        Assert.Empty(TargetChoice.None.Choose(Output));
    }

    private static float Score(Target target)
    {
        using var scope = NewDisposeScope();
        return target.Score(tensor(Logits)).item<float>();
    }
}
