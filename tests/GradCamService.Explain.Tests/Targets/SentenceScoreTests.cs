using GradCamService.Explain.Manifests;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Texts;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Targets;

[Collection(TorchCollection.Name)]
public sealed class SentenceScoreTests
{
    private const double FloatRounding = 1e-6;
    private const int End = 2;

    // Row t scores the token after token t. Softmax: row 0 is 1/8, 2/8, 5/8; row 1 is 1/4, 1/4, 2/4; row 2 is padding.
    private static readonly float[] Logits = [0, MathF.Log(2), MathF.Log(5), 0, 0, MathF.Log(2), 9, 9, 9];

    [Fact]
    public void A_word_scores_its_log_probability_where_it_stands()
    {
        var word = new WordScore(0, 1);

        Assert.Equal(Math.Log(0.25), Score(word), FloatRounding);
        Assert.Equal(0.25, word.Probability(Score(word), new NetworkOutput([], []))!.Value, FloatRounding);
    }

    [Fact]
    public void A_sentence_scores_its_words_and_its_end_and_not_what_is_padded_behind()
    {
        var sentence = new SentenceScore([1, End]);

        Assert.Equal(Math.Log(0.25) + Math.Log(0.5), Score(sentence), FloatRounding);
        Assert.Equal(0.125, sentence.Probability(Score(sentence), new NetworkOutput([], []))!.Value, FloatRounding);
    }

    [Fact]
    public void Of_a_caption_the_sentence_comes_first_then_its_words_and_not_its_end()
    {
        var caption = new Caption([7, 4, 7, End], [-1, -1, -1, -1]);

        var words = new Vocabulary(["<pad>", "<start>", "<end>", "a", "dog", "on", "grass", "the"], new SpecialTokens(0, 1, End));

        var targets = new SentenceAndWords(words).Choose(new NetworkOutput([], [caption, new Caption([End], [-9])]));

        Assert.Equal(caption.Tokens, Assert.IsType<SentenceScore>(targets[0].Score).Tokens);
        Assert.Equal("the dog the", targets[0].Concept.Label);
        Assert.Equal([new WordScore(0, 7), new WordScore(1, 4), new WordScore(2, 7)], targets.Skip(1).Select(target => target.Score));
        Assert.Equal(
            [("the", 0), ("dog", 1), ("the", 2)], targets.Skip(1).Select(target => (target.Concept.Label, target.Concept.Position!.Value)));
    }

    private static float Score(Score score)
    {
        using var scope = NewDisposeScope();
        return score.Of(tensor(Logits, [3, 3])).item<float>();
    }
}
