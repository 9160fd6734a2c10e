using System.Text;
using GradCamService.Explain.Concepts;
using Xunit;

namespace GradCamService.Explain.Tests.Concepts;

/// <summary>Look-ups in the list of the 1,000 ImageNet classes and 395 groups; indices and ids were read in the file.</summary>
public sealed class ConceptCatalogTests
{
    private static readonly ConceptCatalog ImageNet = ConceptCatalog.Read(ModelsDirectory.Bundled("efficientnet-lite0", "concepts.json"));

    [Theory]
    [InlineData("tiger cat", 282)]
    [InlineData(" Tiger \t CAT ", 282)]
    [InlineData("n02123159", 282)]
    [InlineData("N02123159", 282)]
    [InlineData("282", 282)]
    [InlineData("0", 0)]
    [InlineData("999", 999)]
    [InlineData("puma", 286)]
    [InlineData("partridge", 86)] // Also a synonym of 82: the label goes first.
    [InlineData("polecat", 358)] // Also a synonym of 361.
    public void A_class_is_found_by_each_of_its_names(string text, int index) =>
        Assert.Same(ImageNet.Classes[index], Found(text));

    [Fact]
    public void Full_width_letters_and_spaces_as_an_input_method_types_them_are_the_same_name()
    {
        Assert.SkipWhen("ﬁ".Normalize(NormalizationForm.FormKC) != "fi", "This runtime runs without Unicode's tables.");

        Assert.Equal(282, Found("ｔｉｇｅｒ　ｃａｔ").Index);
    }

    [Theory]
    [InlineData("dog", "n02084071", 118)]
    [InlineData("n02084071", "n02084071", 118)]
    [InlineData("cat", "n02121620", 7)] // No class is called so; big cats have it as a synonym.
    public void A_group_is_found_where_no_class_has_the_name(string text, string id, int members)
    {
        var group = Found(text);

        Assert.Equal(id, group.Id);
        Assert.Null(group.Index);
        Assert.Equal(members, group.Members!.Count);
    }

    [Theory]
    [InlineData("crane", new[] { "n02012849", "n03126707" })]
    [InlineData("Cardigan", new[] { "n02113186", "n02963159" })]
    [InlineData("maillot", new[] { "n03710637", "n03710721" })]
    [InlineData("panther", new[] { "n02125311", "n02128925" })] // A synonym of cougar and jaguar.
    [InlineData("car", new[] { "n02958343", "n02959942" })] // Two groups.
    public void A_shared_name_is_ambiguous_with_all_who_have_it(string text, string[] ids)
    {
        var ambiguous = Assert.IsType<ConceptLookup.Ambiguous>(ImageNet.Find(text));

        Assert.Equal(ids, ambiguous.Candidates.Select(candidate => candidate.Id));
        Assert.All(ids, id => Assert.Contains(id, ambiguous.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_candidates_of_an_ambiguous_label_are_told_apart() => Assert.Equal(
        "'crane' names 2 concepts: crane, n02012849, index 134, \"large long-necked wading bird of marshes and plains in many parts "
        + "of the world\"; crane, n03126707, index 517, \"lifts and moves heavy objects\". Name one by its index or id.",
        Assert.IsType<ConceptLookup.Ambiguous>(ImageNet.Find("crane")).Message);

    [Theory]
    [InlineData("1000")]
    [InlineData("-1")]
    [InlineData("99999999999999999999999999")]
    public void An_index_outside_is_unknown_with_the_range(string text)
    {
        var unknown = Assert.IsType<ConceptLookup.Unknown>(ImageNet.Find(text));

        Assert.Equal("No class has this index: indices go from 0 to 999.", unknown.Message);
    }

    [Theory]
    [InlineData("tigr cat", "tiger cat")]
    [InlineData("tiger_cat", "tiger cat")]
    [InlineData("goldfsih", "goldfish")]
    [InlineData("persian", "Persian cat")]
    [InlineData("dogs", "dog")]
    [InlineData("zebra crossing", "zebra")]
    [InlineData("retriever golden", "golden retriever")]
    public void A_misspelt_name_is_unknown_with_the_nearest_first(string text, string expected)
    {
        var unknown = Assert.IsType<ConceptLookup.Unknown>(ImageNet.Find(text));

        Assert.Equal(expected, unknown.Suggestions[0]);
        Assert.InRange(unknown.Suggestions.Count, 1, 5);
        Assert.StartsWith($"No concept is called '{text}'; did you mean '{expected}'", unknown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_name_is_unknown(string text) =>
        Assert.Equal("A concept must be named.", Assert.IsType<ConceptLookup.Unknown>(ImageNet.Find(text)).Message);

    [Fact]
    public void Half_a_surrogate_pair_is_unknown_and_no_crash() => Assert.IsType<ConceptLookup.Unknown>(ImageNet.Find("\ud800qqqq"));

    [Fact]
    public void Every_label_of_one_class_only_leads_to_that_class()
    {
        var labels = ImageNet.Classes.GroupBy(concept => concept.Label, StringComparer.OrdinalIgnoreCase).ToList();

        Assert.All(labels.Where(same => same.Count() == 1), same => Assert.Same(same.First(), Found(same.Key)));
        Assert.Equal(["crane", "Cardigan", "maillot"], labels.Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void Every_id_and_every_index_leads_to_its_concept()
    {
        Assert.All(ImageNet.Classes.Concat(ImageNet.Groups), concept => Assert.Same(concept, Found(concept.Id!)));
        Assert.All(ImageNet.Classes, concept => Assert.Same(concept, Found($"{concept.Index}")));
    }

    [Fact]
    public void Every_synonym_leads_to_a_concept_that_has_the_name()
    {
        foreach (var name in ImageNet.Classes.Concat(ImageNet.Groups).SelectMany(concept => concept.Synonyms))
        {
            var concepts = ImageNet.Find(name) switch
            {
                ConceptLookup.Found found => [found.Concept],
                ConceptLookup.Ambiguous ambiguous => ambiguous.Candidates,
                _ => [],
            };

            Assert.NotEmpty(concepts);
            Assert.All(concepts, concept =>
                Assert.Contains(name, concept.Synonyms.Append(concept.Label), StringComparer.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Labels_are_read_by_index()
    {
        Assert.Equal("tiger cat", ImageNet.Label(282));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageNet.ClassAt(1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageNet.ClassAt(-1));
    }

    private static Concept Found(string text) => Assert.IsType<ConceptLookup.Found>(ImageNet.Find(text)).Concept;
}
