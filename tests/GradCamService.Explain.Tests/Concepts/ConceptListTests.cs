using GradCamService.Explain.Concepts;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Tasks;
using Xunit;

namespace GradCamService.Explain.Tests.Concepts;

/// <summary>Catalogues of labels, of numbers, and of files that are wrong.</summary>
public sealed class ConceptListTests : IDisposable
{
    private readonly ModelsDirectory _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void Answers_are_found_by_label_and_index()
    {
        var answers = ConceptCatalog.Read(ModelsDirectory.Bundled("vqa", "answers.json"));

        Assert.Equal(4, Found(answers, "Running").Index);
        Assert.Equal("running", Found(answers, "4").Label);
        Assert.Empty(answers.Groups);
        Assert.Contains("running", Assert.IsType<ConceptLookup.Unknown>(answers.Find("runing")).Suggestions);
    }

    [Fact]
    public void Actions_come_from_the_manifest()
    {
        var actions = ConceptCatalog.OfLabels(ModelManifest.Read(ModelsDirectory.Bundled("catch-policy"), TaskTable.Rules).Actions);

        Assert.Equal(2, Found(actions, "RIGHT").Index);
    }

    [Fact]
    public void Without_a_list_concepts_are_numbers()
    {
        var numbers = ConceptCatalog.OfCount(10);

        Assert.Equal(7, Found(numbers, "7").Index);
        Assert.Equal("7", numbers.Label(7));
        Assert.Equal(7, Found(numbers, "007").Index);
        Assert.Contains("0 to 9", Assert.IsType<ConceptLookup.Unknown>(numbers.Find("10")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_is_a_number_goes_before_the_index() =>
        Assert.Equal(0, Found(ConceptCatalog.OfLabels(["2", "1", "0"]), "2").Index);

    [Fact]
    public void A_label_given_twice_is_ambiguous_by_index()
    {
        var ambiguous = Assert.IsType<ConceptLookup.Ambiguous>(ConceptCatalog.OfLabels(["n/a", "cat", "N/A"]).Find("n/a"));

        Assert.Equal([0, 2], ambiguous.Candidates.Select(candidate => candidate.Index));
        Assert.Equal("'n/a' names 2 concepts: n/a, index 0; N/A, index 2. Name one by its index.", ambiguous.Message);
    }

    [Fact]
    public void Classes_may_stand_in_any_order_and_members_too()
    {
        var catalog = Read("""
            { "classes": [ { "index": 1, "label": "b" }, { "index": 0, "label": "a" } ],
              "groups": [ { "id": "g", "label": "both", "members": [1, 0] } ] }
            """);

        Assert.Equal(["a", "b"], catalog.Classes.Select(concept => concept.Label));
        Assert.Equal([0, 1], Assert.Single(catalog.Groups).Members);
    }

    [Theory]
    [InlineData("""{ "classes": [] }""", "classes: must be an array of objects, at least 1, is an empty array")]
    [InlineData("""{ "groups": [] }""", "classes: is missing; expected an array of objects, at least 1")]
    [InlineData(
        """{ "classes": [ { "index": 0, "label": "a", "members": [0] } ] }""",
        "classes[0].members: is not known; known are index, id, label, synonyms, definition")]
    [InlineData(
        """{ "classes": [ { "index": 0, "label": "a" }, { "index": "1" } ] }""",
        "classes[1].index: must be a whole number, is the text \"1\"")]
    [InlineData("""{ "classes": [ 1 ] }""", "classes[0]: must be an object, is the number 1")]
    [InlineData(
        """{ "classes": [ { "index": 1, "label": "a" } ] }""", "classes[0].index: must be a whole number from 0 to 0, is the number 1")]
    [InlineData("""{ "classes": [ { "index": 0, "lable": "a" } ] }""", "classes[0].lable: is not known; did you mean 'label'?")]
    [InlineData(
        """{ "classes": [ { "index": 0, "label": "a" }, { "index": 0, "label": "b" } ] }""", "index 0 is given 2 times: 'a', 'b'")]
    [InlineData(
        """{ "classes": [ { "index": 0, "label": "a", "id": "n1" } ], "groups": [ { "id": "N1", "label": "g", "members": [0] } ] }""",
        "id N1 is given 2 times: 'a', 'g'")]
    [InlineData(
        """{ "classes": [ { "index": 0, "label": "a" } ], "groups": [ { "id": "g", "label": "g", "members": [0, 1] } ] }""",
        "groups[0].members: must be indices of classes, 0 to 0, at least one and none twice")]
    [InlineData(
        """{ "classes": [ { "index": 0, "label": "a" } ], "groups": [ { "id": "g", "label": "g", "members": [] } ] }""",
        "groups[0].members: must be indices of classes, 0 to 0, at least one and none twice")]
    [InlineData("""[ "a", 2, "" ]""", "[1]: must be a text with something in it, is the number 2")]
    [InlineData("""[ "a", 2, "" ]""", "[2]: must be a text with something in it, is the text \"\"")]
    [InlineData("[]", "must be an array of texts, at least 1, is an empty array")]
    [InlineData("\"cat\"", "must be an array of texts, at least 1, is the text \"cat\"")]
    public void A_wrong_list_is_refused_with_the_place(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<ManifestException>(() => Read(json)).Problems);

    [Fact]
    public void A_list_with_a_hundred_problems_shows_twenty_and_the_count()
    {
        var error = Assert.Throws<ManifestException>(() => Read($"[{string.Join(",", Enumerable.Repeat("0", 100))}]"));

        Assert.Equal(100, error.Problems.Count);
        Assert.Contains("has 100 problems", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("- and 80 more", error.Message, StringComparison.Ordinal);
    }

    private static Concept Found(ConceptCatalog catalog, string text) =>
        Assert.IsType<ConceptLookup.Found>(catalog.Find(text)).Concept;

    private ConceptCatalog Read(string json) =>
        ConceptCatalog.Read(Path.Combine(_models.Write("m", "concepts.json", json), "concepts.json"));
}
