using GradCamService.Evaluate.Datasets;
using GradCamService.Explain.Concepts;
using Xunit;

namespace GradCamService.Evaluate.Tests.Datasets;

public sealed class CategoryMatchingTests
{
    private static readonly ConceptCatalog Catalog = new(
        [
            new(0, "n02123045", "tabby", ["tabby cat"], null, null),
            new(1, "n02123159", "tiger cat", [], null, null),
            new(2, "n02012849", "crane", [], null, null),
            new(3, "n03126707", "crane", [], null, null),
            new(4, null, "7", [], null, null),
        ],
        [new(null, "n02121808", "domestic cat", ["house cat"], null, [0, 1])]);

    [Theory]
    [InlineData("n02123159", 1)] // Id.
    [InlineData("Tiger_Cat", 1)] // Label.
    [InlineData("tabby cat", 0)] // Synonym.
    [InlineData("7", 4)] // Its label; there is no eighth class.
    public void A_category_is_the_class_of_its_name(string key, int index) => Assert.Equal(index, Matched(key).Concepts[key].Index);

    [Theory]
    [InlineData("domestic cat")]
    [InlineData("house_cat")]
    public void A_category_is_the_group_of_its_name(string key) => Assert.Equal("n02121808", Matched(key).Concepts[key].Id);

    [Theory]
    [InlineData("zebra")]
    [InlineData("3")] // An index is no name.
    public void What_the_model_does_not_know_is_listed(string key)
    {
        var matching = Matched(key, "tabby");

        Assert.Equal([key], matching.Unmatched.Select(category => category.Key));
        Assert.Equal(["tabby"], matching.Concepts.Keys);
    }

    [Fact]
    public void A_later_name_helps_where_the_first_is_not_known()
    {
        var dataset = Of(new DatasetCategory("n99999999", ["n99999999", "nobody", "tiger cat"]));

        Assert.Equal(1, CategoryMatching.Of(dataset, Catalog).Concepts["n99999999"].Index);
    }

    [Fact]
    public void A_category_without_photos_is_not_looked_for()
    {
        var dataset = Of(new DatasetCategory("tabby", ["tabby"]));
        dataset = dataset with { Categories = [.. dataset.Categories, new("crane", ["crane"]), new("zebra", ["zebra"])] };

        Assert.Empty(CategoryMatching.Of(dataset, Catalog).Unmatched);
    }

    [Fact]
    public void A_shared_name_is_refused_with_what_to_write()
    {
        var exception = Assert.Throws<DatasetException>(() => Matched("crane"));

        Assert.Contains("'crane' names 2 concepts", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "Write into the file of --categories \"crane\": \"n02012849\" or \"crane\": \"n03126707\".", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"n03126707\"", 3)]
    [InlineData("\"tabby\"", 0)]
    [InlineData("2", 2)]
    [InlineData("\"2\"", 2)]
    public void The_file_decides_what_a_category_is(string concept, int index)
    {
        using var folder = new DatasetFolder().Write("map.json", $"{{ \"Crane\": {concept} }}");
        var dataset = Of(new DatasetCategory("crane", ["crane"]));

        var matching = CategoryMatching.Of(dataset, Catalog, CategoryOverrides.Read(folder.At("map.json"), dataset));

        Assert.Equal(index, matching.Concepts["crane"].Index);
    }

    [Theory]
    [InlineData("{ \"krane\": 1 }", "'krane': is no category of the dataset; did you mean 'crane'?")]
    [InlineData("{ \"crane\": true }", "'crane': must be a text (label, id or group) or a whole number (index), is true")]
    [InlineData("{ \"crane\": 1.5 }", "'crane': must be a text (label, id or group) or a whole number (index), is 1.5")]
    [InlineData("{ \"crane\": 1, \"CRANE\": 2 }", "'CRANE': is the category 'crane', which the file names twice")]
    [InlineData("{ \"bird\": 1 }", "'bird': may be the categories n01 and n02; write which")]
    [InlineData("[]", "must be an object such as { \"category\": \"concept\" }, is array")]
    [InlineData("{\n\n", "line 3: is not valid JSON")]
    public void A_wrong_file_is_refused(string json, string expected)
    {
        using var folder = new DatasetFolder().Write("map.json", json);
        var dataset = Of(new DatasetCategory("crane", ["crane"]), new DatasetCategory("n01", ["n01", "bird"]),
            new DatasetCategory("n02", ["n02", "bird"]));

        var exception = Assert.Throws<DatasetException>(() => CategoryOverrides.Read(folder.At("map.json"), dataset));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith(folder.At("map.json"), exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"tigercat\"", "'crane': No concept is called 'tigercat'; did you mean 'tiger cat'")]
    [InlineData("99", "'crane': No class has this index: indices go from 0 to 4.")]
    [InlineData("\"crane\"", "'crane': 'crane' names 2 concepts")]
    public void A_concept_that_the_model_does_not_know_is_refused(string concept, string expected)
    {
        using var folder = new DatasetFolder().Write("map.json", $"{{ \"crane\": {concept} }}");
        var dataset = Of(new DatasetCategory("crane", ["crane"]));
        var overrides = CategoryOverrides.Read(folder.At("map.json"), dataset);

        var exception = Assert.Throws<DatasetException>(() => CategoryMatching.Of(dataset, Catalog, overrides));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused()
    {
        using var folder = new DatasetFolder();

        var exception = Assert.Throws<DatasetException>(() => CategoryOverrides.Read(folder.At("map.json"), Of()));

        Assert.Contains("is not there", exception.Message, StringComparison.Ordinal);
    }

    private static CategoryMatching Matched(params string[] keys) =>
        CategoryMatching.Of(Of([.. keys.Select(key => new DatasetCategory(key, [key, key.Replace('_', ' ')]))]), Catalog);

    private static Dataset Of(params DatasetCategory[] categories) => new("made", "folders", categories,
        [.. categories.Select(category => new DatasetImage($"{category.Key}/a.jpg", "/a.jpg", [new(category.Key, null)]))], []);
}
