using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using TorchSharp;
using Xunit;

namespace GradCamService.Explain.Tests.Explainers;

/// <summary>In a batch, texts are padded to the longest and beams of all images share the decoder: nobody's answer may change by it.</summary>
[Collection(TorchCollection.Name)]
public sealed class SequenceBatchTests(BundledModels models)
{
    /// <summary>Kernels sum in another order for another batch size.</summary>
    private const double Rounding = 1e-4;

    private static readonly float[] Cat = SequenceGoldens.Array("chelsea.input.npy").Values;
    private static readonly float[] Coffee = SequenceGoldens.Array("coffee.input.npy").Values;

    private SentenceAndWords Sentence => new(models["captioner"].Vocabulary!);

    [Fact]
    public void Captions_of_several_widths_and_given_ones_share_a_batch()
    {
        var captioner = models["captioner"];
        Asked[] items =
        [
            new(Cat, Sentence, Beams: 1),
            new(Coffee, Sentence, Beams: 5),
            new(Cat, Sentence, Text: captioner.Vocabulary!.Encode("a cat").Ids),
            new(Coffee, Sentence, Counterfactual: true),
            new(Cat, Sentence, Text: captioner.Vocabulary!.Encode("the man in the water is on the water in the man and the dog").Ids),
        ];

        AssertSameAsAlone(captioner, items);
    }

    [Fact]
    public void Questions_of_several_lengths_share_a_batch()
    {
        var vqa = models["vqa"];
        Asked[] items =
        [
            .. new[] { "what color is the ball", "who", "is there a dog in the picture or is there a unicorn in the picture" }
                .Select(question => new Asked(Cat, new BestPredictions(2, vqa.Concepts), Text: vqa.Vocabulary!.Encode(question).Ids)),
            new(Coffee, new BestPredictions(1, vqa.Concepts, vqa.Concepts.ClassAt(0)), true, vqa.Vocabulary!.Encode("is there a cup").Ids),
        ];

        AssertSameAsAlone(vqa, items);
    }

    [Fact]
    public void The_maps_of_all_words_and_of_the_end_add_up_to_that_of_the_sentence()
    {
        var captioner = models["captioner"];
        var tokens = SequenceGoldens.All.Captions[0].Ids[1..];
        var targets = Asked.Scores([new SentenceScore(tokens), .. tokens.Select((token, position) => new WordScore(position, token))]);

        var found = Run(captioner, [new Asked(Cat, targets, Text: tokens[..^1])])[0].Explanations;

        var sum = found[0].Map!.Values.Select((_, i) => found.Skip(1).Sum(word => word.Map!.Values[i])).ToArray();
        Assert.InRange(Deviation.Of(found[0].Map!.Values, sum), 0, Rounding);
        var pixels = found[0].Attribution!.Select((_, i) => found.Skip(1).Sum(word => word.Attribution![i])).ToArray();
        // Guided rules clamp each word's gradient by itself, so that their sum is another thing than the sentence's.
        Assert.False(Deviation.Of(found[0].Attribution!, pixels) <= Rounding);
    }

    [Fact]
    public void No_tensor_is_left_alive()
    {
        Asked[] items = [new(Cat, Sentence), new(Coffee, Sentence, Text: [4, 5])];
        Run(models["captioner"], items);
        var before = torch.Tensor.TotalCount;

        Run(models["captioner"], items);
        models["captioner"].Explain(items[..1]);

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static void AssertSameAsAlone(LoadedModel model, Asked[] items)
    {
        var together = Run(model, items);

        for (var i = 0; i < items.Length; i++)
        {
            var alone = Run(model, [items[i]])[0];
            Assert.Equal(alone.Output.Captions.Select(caption => caption.Tokens), together[i].Output.Captions.Select(caption => caption.Tokens));
            Assert.Equal(alone.Explanations.Select(found => Name(found.Target)), together[i].Explanations.Select(found => Name(found.Target)));
            foreach (var (expected, actual) in alone.Explanations.Zip(together[i].Explanations))
            {
                Assert.Equal(expected.Score, actual.Score, Math.Abs(expected.Score) * Rounding + Rounding);
                Assert.InRange(Deviation.Of(expected.Map!.Values, actual.Map!.Values), 0, Rounding);
                Close.ToButForGates(expected.Attribution!, actual.Attribution!, Rounding);
            }
        }

        // A record compares its list by reference.
        static string Name(Target target) => target.Score is SentenceScore sentence ? string.Join(' ', sentence.Tokens) : target.ToString();
    }

    private static IReadOnlyList<Explained> Run(LoadedModel model, Asked[] items) =>
        model.Explain(items, MethodTable.GuidedGradCam);
}
