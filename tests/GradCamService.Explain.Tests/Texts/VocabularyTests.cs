using GradCamService.Explain.Manifests;
using GradCamService.Explain.Tasks;
using GradCamService.Explain.Texts;
using Xunit;

namespace GradCamService.Explain.Tests.Texts;

public sealed class VocabularyTests : IDisposable
{
    private static readonly Vocabulary Questions = Bundled("vqa");
    private static readonly Vocabulary Captions = Bundled("captioner");

    private readonly ModelsDirectory _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void A_question_becomes_the_numbers_of_its_words()
    {
        var encoded = Questions.Encode("What is the DOG doing?");

        Assert.Equal(["what", "is", "the", "dog", "doing"], encoded.Words);
        Assert.Equal([7, 3, 2, 13, 10], encoded.Ids); // Positions in the file.
        Assert.Empty(encoded.UnknownWords);
    }

    [Fact]
    public void Words_that_the_model_does_not_know_are_encoded_as_unknown_and_told_once()
    {
        var encoded = Questions.Encode("the zebra, the zebra's the unicorn");

        Assert.Equal([2, 1, 2, 1, 2, 1], encoded.Ids);
        Assert.Equal(["zebra", "zebra's", "unicorn"], encoded.UnknownWords);
    }

    [Fact]
    public void Without_a_token_for_unknown_words_they_are_left_out()
    {
        var encoded = new Vocabulary(["a", "dog"], new SpecialTokens()).Encode("a big dog");

        Assert.Equal([0, 1], encoded.Ids);
        Assert.Equal(["big"], encoded.UnknownWords);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?!, …")]
    [InlineData("🐕🐈")]
    [InlineData("\ud800")]
    public void Punctuation_and_emoji_are_no_words(string text) => Assert.Empty(Questions.Encode(text).Words);

    [Theory]
    [InlineData("start end")]
    [InlineData("<start> <end>")]
    public void Special_tokens_cannot_be_written(string text)
    {
        var encoded = new Vocabulary(["start", "end", "unknown"], new SpecialTokens(Start: 0, End: 1, Unknown: 2)).Encode(text);

        Assert.Equal([2, 2], encoded.Ids);
        Assert.Equal(["start", "end"], encoded.UnknownWords);
    }

    [Fact]
    public void A_caption_is_decoded_up_to_its_end()
    {
        Assert.Equal("a dog in the water", Captions.Decode([1, .. Captions.Encode("a dog in the water").Ids, 2, 0, 0, 10]));
        Assert.Equal("", Captions.Decode([1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Captions.Decode([Captions.Count]));
    }

    [Fact]
    public void Every_word_of_the_captioner_is_encoded_as_its_own_number() => Assert.All(
        Enumerable.Range(4, Captions.Count - 4),
        id => Assert.Equal(id, Assert.Single(Captions.Encode(Captions.WordAt(id)).Ids)));

    [Fact]
    public void Near_words_are_suggested_but_no_special_tokens()
    {
        Assert.Equal("dog", Captions.Nearest("dgo", 3)[0]);
        Assert.DoesNotContain("<start>", Captions.Nearest("start", 5));
    }

    [Theory]
    [InlineData("""["a", "b", "a"]""", "the word 'a' is there 2 times")]
    [InlineData("""["a", "b"]""", "has 2 words and none with number 2, which the manifest's tokens name")]
    [InlineData("""{ "a": 0 }""", "must be an array of texts, at least 1, is an object")]
    public void A_wrong_vocabulary_is_refused(string json, string expected)
    {
        var path = Path.Combine(_models.Write("m", "words.json", json), "words.json");

        var error = Assert.Throws<ManifestException>(() => Vocabulary.Read(path, new SpecialTokens(End: 2)));

        Assert.StartsWith($"{path}: {expected}", error.Message, StringComparison.Ordinal);
    }

    private static Vocabulary Bundled(string model)
    {
        var manifest = ModelManifest.Read(ModelsDirectory.Bundled(model), TaskTable.Rules);
        return Vocabulary.Read(manifest.PathOf(manifest.Vocabulary!), manifest.SpecialTokens!);
    }
}
