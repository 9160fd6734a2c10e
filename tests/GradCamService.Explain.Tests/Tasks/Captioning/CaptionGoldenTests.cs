using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using Xunit;

namespace GradCamService.Explain.Tests.Tasks.Captioning;

[Collection(TorchCollection.Name)]
public sealed class CaptionGoldenTests(BundledModels models)
{
    // Sums of up to twenty logarithms in float32, computed by two programs.
    private const double LogTolerance = 1e-3;

    // The same sums; texts of other lengths are padded otherwise.
    private const double SameSums = 1e-5;

    private readonly LoadedModel _captioner = models["captioner"];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, SequenceGoldens.All.Captions.Count)];

    [Theory, MemberData(nameof(Cases))]
    public void A_greedy_caption_is_the_recorded_one_token_for_token(int index)
    {
        var golden = SequenceGoldens.All.Captions[index];

        var caption = Assert.Single(Run(Item(golden, beams: 1)).Output.Captions);

        Assert.Equal(golden.Ids[1..], caption.Tokens);
        Assert.Equal(golden.Greedy, _captioner.Vocabulary!.Decode(caption.Tokens));
        Assert.Equal(golden.LogProbability, caption.LogProbability, LogTolerance);
        Assert.Equal(golden.WordLogProbabilities.Length, caption.LogProbabilities.Count);
        Assert.All(golden.WordLogProbabilities.Zip(caption.LogProbabilities), pair => Assert.Equal(pair.First, pair.Second, LogTolerance));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_caption_of_three_beams_is_the_recorded_one(int index)
    {
        var golden = SequenceGoldens.All.Captions[index];

        var captions = Run(Item(golden, beams: 3)).Output.Captions;

        Assert.Equal(golden.Beam3, _captioner.Vocabulary!.Decode(captions[0].Tokens));
        Assert.InRange(captions.Count, 1, 3);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_maps_of_the_sentence_of_its_words_and_of_its_end_are_the_recorded_ones(int index)
    {
        var golden = SequenceGoldens.All.Captions[index];
        var tokens = golden.Ids[1..];
        var targets = Asked.Scores([new SentenceScore(tokens), .. tokens.Select((token, position) => new WordScore(position, token))]);

        var found = Run(Item(golden, beams: 1) with { Targets = targets }, MethodTable.GradCam).Explanations;

        Close.To(SequenceGoldens.Array(golden.Map), found[0].Map!.Values, Close.Float);
        Close.To(SequenceGoldens.Array(golden.WordMaps), [.. found.Skip(1).SelectMany(word => word.Map!.Values)], Close.Float);
        Assert.Equal(golden.LogProbability, found[0].Score, LogTolerance);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Every_view_of_the_image_reads_the_sentence_that_is_explained(int index)
    {
        var asked = Item(SequenceGoldens.All.Captions[index], beams: 1) with { Targets = new SentenceAndWords(_captioner.Vocabulary!) };
        Explained Augmented(IReadOnlyList<int>? caption) =>
            _captioner.Explain(asked with { Text = caption }, order => order with { IsAugmented = true }, MethodTable.GradCam);

        var own = Augmented(null);

        // A view for itself might be told in other words.
        var given = Augmented([.. own.Output.Captions[0].Words]);
        Assert.Equal(given.Explanations.Count, own.Explanations.Count);
        Assert.All(given.Explanations.Zip(own.Explanations), pair =>
            Assert.InRange(Deviation.Of(pair.First.Map!.Values, pair.Second.Map!.Values), 0, SameSums));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_guided_gradients_of_a_given_caption_are_the_recorded_ones(int index)
    {
        var golden = SequenceGoldens.All.Captions[index];
        var given = Item(golden, beams: 1) with { Text = _captioner.Vocabulary!.Encode(golden.Greedy).Ids };

        var found = Run(given, MethodTable.GuidedGradCam);

        Assert.Equal(golden.Greedy.Split(' ').Length + 1, found.Explanations.Count);
        Close.ToButForGates(SequenceGoldens.Array(golden.GuidedBackprop), found.Explanations[0].Attribution!, Close.Half);
        Close.To(SequenceGoldens.Array(golden.Map), found.Explanations[0].Map!.Values, Close.Float);
        Assert.Equal(golden.LogProbability, Assert.Single(found.Output.Captions).LogProbability, LogTolerance);
    }

    private Asked Item(CaptionGolden golden, int beams) =>
        new(SequenceGoldens.Array(golden.Input).Values, new SentenceAndWords(_captioner.Vocabulary!), Beams: beams);

    private Explained Run(Asked item, params Method[] methods) => _captioner.Explain([item], methods)[0];
}
