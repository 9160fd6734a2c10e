using GradCamService.Explain.Concepts;
using Xunit;

namespace GradCamService.Explain.Tests.Concepts;

public sealed class ConceptSearchTests
{
    private static readonly ConceptCatalog ImageNet = ConceptCatalog.Read(ModelsDirectory.Bundled("efficientnet-lite0", "concepts.json"));

    [Fact]
    public void Exact_goes_before_prefix_before_word_before_part_and_classes_before_groups()
    {
        Concept Group(string label) => new(null, label, label, [], null, [0]);
        Concept Class(int index, string label, params string[] synonyms) => new(index, null, label, synonyms, null, null);
        var catalog = new ConceptCatalog(
            [
                Class(0, "bulldog"), Class(1, "hot dog"), Class(2, "dogsled"), Class(3, "cat"), Class(4, "hound", "Dog"),
                Class(5, "bulldogs and dog"),
            ],
            [Group("dog"), Group("dogs"), Group("sea dog"), Group("underdog")]);

        Assert.Equal(
            ["hound", "dog", "dogsled", "dogs", "hot dog", "bulldogs and dog", "sea dog", "bulldog", "underdog"],
            catalog.Search(" DOG ", 20).Select(concept => concept.Label));
    }

    [Fact]
    public void The_group_of_dogs_is_the_first_answer_to_dog()
    {
        var found = ImageNet.Search("dog", 20);

        Assert.Equal("n02084071", found[0].Id);
        Assert.Equal(20, found.Count);
    }

    [Theory]
    [InlineData("n02123159")]
    [InlineData("282")]
    [InlineData("tigr cat")]
    public void Ids_indices_and_misspelt_names_are_found_too(string query) => Assert.Equal(282, ImageNet.Search(query, 5)[0].Index);

    [Fact]
    public void An_empty_query_lists_from_the_start_and_goes_on_to_the_groups()
    {
        Assert.Equal([0, 1, 2], ImageNet.Search("", 3).Select(concept => concept.Index));
        Assert.Equal(1395, ImageNet.Search(" ", 5000).Count);
    }

    [Fact]
    public void Nothing_near_is_nothing_found() => Assert.Empty(ImageNet.Search("qqqqqqqqqq", 20));

    [Fact]
    public void Both_cranes_are_found() => Assert.Equal([134, 517], ImageNet.Search("crane", 2).Select(concept => concept.Index));

    [Fact]
    public void A_limit_below_one_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageNet.Search("dog", 0));
}
