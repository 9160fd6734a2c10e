using System.Text;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Tests.Networks;
using Xunit;

namespace GradCamService.Explain.Tests.Concepts;

/// <summary>Reported files of labels, and others of their kinds.</summary>
[Collection(TorchCollection.Name)]
public sealed class LabelFileTests : IDisposable
{
    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("fname-classes-txt", "cat, dog, fish, bird, cow")]
    [InlineData("json-map", "cat, dog, fish, bird, cow")]
    [InlineData("json-kerasidx", "tench, goldfish, great_white_shark, x, y")]
    [InlineData("lab-index-space", "cat, dog, fish, bird, cow")]
    [InlineData("lab-latin1", "Bär, Hündin, fish, bird, cow")]
    [InlineData("lab-pydict", "tench, Tinca tinca, goldfish, Carassius auratus, shark, hen, cock")]
    public void A_reported_file_names_the_classes(string name, string labels)
    {
        var model = _models.Load(ReportFolder.Copy(_models, "label-files", name));

        Assert.Equal(labels, string.Join(", ", model.Concepts.Classes.Select(concept => concept.Label)));
    }

    [Theory]
    [InlineData("lab-latin1", "labels.txt: a label a line, Latin-1 (Windows-1252), since its bytes are no UTF-8")]
    [InlineData("lab-index-space", "labels.txt: an index and a label a line, UTF-8")]
    [InlineData("lab-pydict", "labels.txt: a map from index to label, UTF-8")]
    [InlineData("fname-classes-txt", "classes.txt: a label a line, UTF-8")]
    public void What_the_file_was_taken_for_is_said(string name, string how) =>
        Assert.Equal(how, _models.Load(ReportFolder.Copy(_models, "label-files", name)).Manifest.Inferred["concepts"]);

    [Theory]
    [InlineData("0 cat\n1 dog")]
    [InlineData("0: cat\r\n1: dog\r\n\r\n")]
    [InlineData("0,cat\n1,dog")]
    [InlineData("0\tcat\n1\tdog")]
    [InlineData("0. cat\n1. dog")]
    [InlineData("0: 'cat',\n1: 'dog',")]
    [InlineData("cat\ndog\n\n\n")]
    [InlineData("{0: 'cat', 1: 'dog'}")]
    [InlineData("{'cat': 0, 'dog': 1}")]
    [InlineData("['cat', 'dog',]")]
    [InlineData("[\"cat\", \"dog\"]")]
    public void Two_labels_are_read_from_a_text_of_any_common_form(string text) => Assert.Equal(["cat", "dog"], Labels("labels.txt", text));

    [Theory]
    [InlineData("""["cat", "dog"]""")]
    [InlineData("""{ "1": "dog", "0": "cat" }""")]
    [InlineData("""{ "dog": 1, "cat": 0 }""")]
    [InlineData("""{ "0": ["n1", "cat"], "1": ["n2", "dog"] }""")]
    [InlineData("""{ "id2label": { "0": "cat", "1": "dog" }, "label2id": { "cat": 0, "dog": 1 } }""")]
    [InlineData("""{ "labels": ["cat", "dog"] }""")]
    [InlineData("{0: 'cat', 1: 'dog'}")]
    public void Two_labels_are_read_from_json_of_any_common_form(string text) => Assert.Equal(["cat", "dog"], Labels("labels.json", text));

    [Theory]
    [InlineData("3 musketeers\nzorro")]
    [InlineData("3 musketeers\n7 dwarfs")]
    [InlineData("0\n1")]
    [InlineData("0 gravity\nfreefall")]
    public void A_number_in_a_label_is_no_index(string text) => Assert.Equal(text.Split('\n'), Labels("labels.txt", text));

    [Fact]
    public void Lines_of_a_synset_have_id_label_and_synonyms_behind_an_index_too()
    {
        foreach (var index in new[] { "", "0 " })
        {
            var concept = Read("synset_words.txt", Encoding.UTF8.GetBytes(index + "n01440764 tench, Tinca tinca")).Catalog.ClassAt(0);

            Assert.Equal(("n01440764", "tench"), (concept.Id, concept.Label));
            Assert.Equal(["Tinca tinca"], concept.Synonyms);
        }
    }

    [Fact]
    public void Parts_of_a_label_with_commas_are_names_too()
    {
        var catalog = Read("labels.txt", "{0: 'tench, Tinca tinca'}"u8.ToArray()).Catalog;

        Assert.Equal(0, Assert.IsType<ConceptLookup.Found>(catalog.Find("tinca tinca")).Concept.Index);
    }

    [Theory]
    [InlineData("utf-8", "UTF-8 with a byte order mark")]
    [InlineData("utf-16", "UTF-16, little-endian")]
    [InlineData("utf-16BE", "UTF-16, big-endian")]
    public void An_encoding_with_a_mark_is_known_by_it(string encoding, string name)
    {
        var writer = Encoding.GetEncoding(encoding);
        foreach (var (file, text) in new[] { ("labels.txt", "Bär\nHündin"), ("labels.json", "[\"Bär\", \"Hündin\"]") })
        {
            var reading = Read(file, [.. writer.Preamble, .. writer.GetBytes(text)]);

            Assert.Equal(["Bär", "Hündin"], reading.Catalog.Classes.Select(concept => concept.Label));
            Assert.Equal(name, reading.Encoding);
        }
    }

    [Fact]
    public void Windows_quotes_are_read() => Assert.Equal(["“cat”"], Read("labels.txt", [0x93, .. "cat"u8, 0x94]).Catalog.Classes.Select(c => c.Label));

    [Theory]
    [InlineData("labels.txt", "cat\n\ndog", "line 2 is empty; every line is a label")]
    [InlineData("labels.txt", "0 cat\n1 dog\n3 fish", "line 3: has the index 3, expected 2")]
    [InlineData("labels.txt", "0 cat\n1 dog\nfish", "line 3: 'fish' has no index, expected 2 as the lines before count")]
    [InlineData("labels.txt", "1 cat\n2 dog", "line 1: begins with 1; indices begin with 0")]
    [InlineData("labels.txt", "{0: 'cat',\n 1: dog}", "line 2: expected a value, found 'd'")]
    [InlineData("labels.txt", "{0: 'cat', 0: 'dog'}", "line 1: expected a key other than 0")]
    [InlineData("labels.txt", "{0: 'cat', 2: 'dog'}", "the index 1 is missing; 2 labels have the indices 0 to 1")]
    [InlineData("labels.txt", "", "has no labels")]
    [InlineData("labels.txt", "c\0a\0t\0", "line 1 has a character of value 0")]
    [InlineData("labels.json", """{ "0": 1, "1": 0 }""", "has numbers on both sides")]
    [InlineData("labels.json", """{ "0": "cat", "1": null }""", "1: must be a text with something in it, or an id and a label, is null")]
    [InlineData("labels.json", """{ "cat": 0, "dog": 0 }""", "the index 0 is given twice")]
    public void What_may_mean_two_things_is_refused_by_its_place(string file, string text, string problem) =>
        Assert.StartsWith(problem, Assert.Throws<ManifestException>(() => Read(file, Encoding.UTF8.GetBytes(text))).Problems[0], StringComparison.Ordinal);

    [Fact]
    public void A_label_too_few_is_told_from_a_background_class()
    {
        var folder = SmallNetworks.Plain().SaveInto(_models.Path, "background");
        File.WriteAllText(Path.Combine(folder, "labels.txt"), "a\nb\nc\nd");

        Assert.Contains("there are 4, and the network has 5 outputs; where output 0 is a background class", _models.Entry(folder).Reason, StringComparison.Ordinal);
    }

    private IEnumerable<string> Labels(string file, string text) =>
        Read(file, Encoding.UTF8.GetBytes(text)).Catalog.Classes.Select(concept => concept.Label);

    private LabelReading Read(string file, byte[] bytes)
    {
        var path = Path.Combine(_models.Path, file);
        File.WriteAllBytes(path, bytes);
        return LabelReading.Read(path);
    }
}
