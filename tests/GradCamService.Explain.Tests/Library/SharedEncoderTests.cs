using Xunit;

namespace GradCamService.Explain.Tests.Library;

[Collection(TorchCollection.Name)]
public sealed class SharedEncoderTests(BundledModels models)
{
    [Fact]
    public void Three_models_on_one_encoder_hold_its_weights_once()
    {
        var classifier = models["efficientnet-lite0"].Network.Graph;

        Assert.Same(classifier, models["captioner"].Network.Encoder);
        Assert.Same(classifier, models["vqa"].Network.Encoder);
    }

    [Fact]
    public void The_concepts_of_a_captioner_are_its_words_and_of_the_others_answers_and_actions()
    {
        Assert.Equal("dog", models["captioner"].Concepts.Label(models["captioner"].Vocabulary!.Encode("dog").Ids[0]));
        Assert.Equal("yes", models["vqa"].Concepts.Label(0));
        Assert.Equal(["left", "stay", "right"], models["catch-policy"].Concepts.Classes.Select(action => action.Label));
    }

    [Fact]
    public void A_word_that_is_like_no_other_still_gets_neighbours() =>
        Assert.Equal(3, models["captioner"].Vocabulary!.Nearest("zebra", 3).Count);
}
