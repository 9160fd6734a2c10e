using GradCamService.Explain.Concepts;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using GradCamService.Onnx.Analysis;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Targets;

[Collection(TorchCollection.Name)]
public sealed class TargetTests
{
    /// <summary>Float32 exponentials and logarithms.</summary>
    private const double FloatRounding = 1e-6;

    private static readonly float[] Logits = [0, MathF.Log(2), MathF.Log(5)];
    private static readonly NetworkOutput Output = new(Logits, []) { Shares = Softmax.Of(Logits) };

    [Fact]
    public void A_class_scores_its_logit_and_has_its_share()
    {
        Assert.Equal(Logits[1], Score(new ClassScore(1)));
        Assert.Equal(0.25, new ClassScore(1).Probability(Logits[1], Output)!.Value, FloatRounding);
    }

    [Fact]
    public void A_group_scores_the_log_sum_exp_of_its_members_and_has_the_sum_of_their_shares()
    {
        var group = new GroupScore([0, 2]);

        Assert.Equal(Math.Log(1 + 5), Score(group), FloatRounding);
        Assert.Equal(0.75, group.Probability(Score(group), Output)!.Value, FloatRounding);
    }

    [Fact]
    public void A_contrast_scores_the_difference_and_has_no_share()
    {
        var contrast = new ContrastScore(new ClassScore(2), new GroupScore([0, 1]));

        Assert.Equal(Math.Log(5) - Math.Log(3), Score(contrast), FloatRounding);
        Assert.Null(contrast.Probability(Score(contrast), Output));
    }

    [Fact]
    public void The_gradient_of_a_group_is_shared_among_its_members()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(Logits).requires_grad_();

        var gradient = autograd.grad([new GroupScore([0, 2]).Of(logits)], [logits])[0].data<float>().ToArray();

        // Softmax over the members: 1/6 and 5/6.
        Assert.InRange(Deviation.Of([1 / 6f, 0, 5 / 6f], gradient), 0, FloatRounding);
    }

    [Fact]
    public void A_group_of_independent_labels_is_its_largest_member_in_score_share_and_gradient()
    {
        using var scope = NewDisposeScope();
        var group = new LargestScore([0, 1]);
        var output = new NetworkOutput(Logits, []) { Shares = new ScoreReading(ScoreMeaning.Sigmoid).SharesOf(Logits, null) };
        var logits = tensor(Logits).requires_grad_();

        Assert.Equal(Logits[1], Score(group));
        // The sigmoid of log 2.
        Assert.Equal(2 / 3.0, group.Probability(Score(group), output)!.Value, FloatRounding);
        Assert.Equal([0f, 1, 0], autograd.grad([group.Of(logits)], [logits])[0].data<float>().ToArray());
    }

    [Fact]
    public void Plain_numbers_have_no_share()
    {
        var output = new NetworkOutput(Logits, []);

        Assert.Null(new ClassScore(0).Probability(Logits[0], output));
        Assert.Null(new GroupScore([0, 1]).Probability(Logits[0], output));
        Assert.Null(new LargestScore([0, 1]).Probability(Logits[0], output));
    }

    [Fact]
    public void The_best_predictions_are_chosen_by_the_outputs()
    {
        var concepts = ConceptCatalog.OfLabels(["ant", "bee", "cat"]);
        Assert.Equal([Target.Of(concepts.ClassAt(2)), Target.Of(concepts.ClassAt(1))], new BestPredictions(2, concepts).Choose(Output));
        var against = Assert.Single(new BestPredictions(1, concepts, concepts.ClassAt(0)).Choose(Output));
        Assert.Equal(new ContrastScore(new ClassScore(2), new ClassScore(0)), against.Score);
        Assert.Equal(("cat", "ant"), (against.Concept.Label, against.Against!.Label));
        Assert.Empty(TargetChoice.None.Choose(Output));
    }

    [Fact]
    public void Two_groups_with_the_same_members_keep_their_own_names()
    {
        Concept Group(string id, string label) => new(null, id, label, [], null, [0, 1]);

        var targets = new[] { Group("n1", "feline"), Group("n2", "carnivore") }.Select(group => Target.Of(group)).ToList();

        Assert.Equal(["feline", "carnivore"], targets.Select(target => target.Concept.Label));
    }

    private static float Score(Score score)
    {
        using var scope = NewDisposeScope();
        return score.Of(tensor(Logits)).item<float>();
    }
}
