using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using Xunit;

namespace GradCamService.Explain.Tests.Tasks.Answering;

[Collection(TorchCollection.Name)]
public sealed class AnswerGoldenTests(BundledModels models)
{
    private const double ProbabilityTolerance = 1e-3;

    // Logits of about 10 in float32, computed by two programs.
    private const double ScoreTolerance = 1e-3;

    private readonly LoadedModel _vqa = models["vqa"];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, SequenceGoldens.All.Questions.Count)];

    [Theory, MemberData(nameof(Cases))]
    public void Answers_come_in_the_recorded_order_with_the_recorded_probabilities(int index)
    {
        var golden = SequenceGoldens.All.Questions[index];

        var logits = Run(golden).Output.Logits;

        var shares = Softmax.Of(logits);
        var best = Ranking.Best(logits, golden.Answers.Length);
        Assert.Equal(golden.Answers.Select(answer => answer.Answer), best.Select(_vqa.Concepts.Label));
        Assert.All(golden.Answers.Zip(best), pair => Assert.Equal(pair.First.Score, logits[pair.Second], ScoreTolerance));
        Assert.All(golden.Answers.Zip(best), pair => Assert.Equal(pair.First.Probability, shares[pair.Second], ProbabilityTolerance));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_maps_of_the_two_best_answers_and_the_guided_gradients_are_the_recorded_ones(int index)
    {
        var golden = SequenceGoldens.All.Questions[index];

        var found = Run(golden, MethodTable.GuidedGradCam).Explanations;

        Close.To(SequenceGoldens.Array(golden.Map), found[0].Map!.Values, Close.Float);
        Close.To(SequenceGoldens.Array(golden.SecondMap), found[1].Map!.Values, Close.Float);
        Close.ToButForGates(SequenceGoldens.Array(golden.GuidedBackprop), found[0].Attribution!, Close.Half);
    }

    private Explained Run(QuestionGolden golden, params Method[] methods)
    {
        var question = _vqa.Vocabulary!.Encode(golden.Question).Ids;
        Assert.Equal(golden.Ids, question);
        var item = new Asked(SequenceGoldens.Array(golden.Input).Values, new BestPredictions(2, _vqa.Concepts), Text: question);
        return _vqa.Explain([item], methods)[0];
    }
}
