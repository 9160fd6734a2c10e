using System.Net;
using System.Text.Json;
using Xunit;

namespace GradCamService.Tests.Models;

[Collection(ServiceTests.Name)]
public sealed class ModelsTests(SharedService service)
{
    [Fact]
    public async Task The_bundled_models_are_listed_and_ready()
    {
        var models = (await service.Client.GetAsync("/v1/models").JsonAsync()).GetProperty("models").EnumerateArray().ToList();

        foreach (var name in new[] { "efficientnet-lite0", "efficientnet-lite2" })
        {
            var model = models.Single(entry => entry.GetProperty("name").GetString() == name);
            Assert.Equal(["license", "memoryBytes", "name", "ready", "sha256", "state", "task", "title", "version"], Shape.Of(model));
            Assert.True(model.GetProperty("ready").GetBoolean());
            Assert.Equal("Apache-2.0", model.GetProperty("license").GetString());
            Assert.Equal("classification", model.GetProperty("task").GetString());
        }
        Assert.All(models, model => Assert.True(model.GetProperty("ready").GetBoolean(), model.GetRawText()));
    }

    [Fact]
    public async Task A_model_tells_its_input_and_its_layers()
    {
        var model = await service.Client.GetAsync("/v1/models/efficientnet-lite0").JsonAsync();

        Assert.Equal(
            [
                "guided", "input.color", "input.crop", "input.fit", "input.frames", "input.height", "input.mean[]", "input.resize",
                "input.std[]", "input.width",
                "layers[].default", "layers[].height", "layers[].name", "layers[].receptiveField", "layers[].shape[]", "layers[].stride",
                "layers[].width", "license", "memoryBytes", "methods[]", "name", "outputs[].name", "outputs[].read", "outputs[].shape[]", "ready", "scores",
                "sha256", "source", "state", "task", "threshold", "title", "version",
            ],
            Shape.Of(model));
        var layers = model.GetProperty("layers").EnumerateArray().Select(layer => (
            layer.GetProperty("name").GetString(), string.Join(',', layer.GetProperty("shape").EnumerateArray()), layer.GetProperty("default").GetBoolean()));
        Assert.Equal(
            [("block2", "24,56,56", false), ("block4", "40,28,28", false), ("block10", "112,14,14", false), ("head", "1280,7,7", true)], layers);
    }

    [Fact]
    public async Task Concepts_are_found_by_words_with_groups_that_have_members()
    {
        var concepts = await Search("?query=dog&limit=20");

        Assert.Equal(20, concepts.Count);
        Assert.Equal("dog", concepts[0].GetProperty("label").GetString());
        Assert.True(concepts[0].GetProperty("members").GetArrayLength() > 100);
        Assert.False(concepts[0].TryGetProperty("index", out _));
    }

    [Theory]
    [InlineData("", 20)]
    [InlineData("?limit=1000", 1000)]
    [InlineData("?limit=1", 1)]
    [InlineData("?query=qqqqqqqqqqqq", 0)]
    public async Task A_search_lists_as_many_as_it_may(string query, int count) => Assert.Equal(count, (await Search(query)).Count);

    [Theory]
    [InlineData("?limit=0", "limit", "1 to 1000")]
    [InlineData("?limit=1001", "limit", "1 to 1000")]
    [InlineData("?limit=many", "limit", "1 to 1000")]
    [InlineData("?qurey=dog", "qurey", "'query'")]
    public async Task A_wrong_search_is_refused_by_the_fields_name(string query, string field, string expected)
    {
        var problem = await service.Client.GetAsync("/v1/models/efficientnet-lite0/concepts" + query).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(expected, Assert.Single(problem.Errors[field]).Replace(" and ", " to ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/models/efficientnet-lite1")]
    [InlineData("/v1/models/efficientnet-lite1/concepts")]
    [InlineData("/v1/models/EfficientNet-Lite0")]
    public async Task An_unknown_model_is_refused_with_those_there_are(string path)
    {
        var problem = await service.Client.GetAsync(path).ProblemAsync(HttpStatusCode.NotFound);

        Assert.Contains("efficientnet-lite0, efficientnet-lite2", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'efficientnet-lite0'?", problem.Detail, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<JsonElement>> Search(string query) =>
        [.. (await service.Client.GetAsync("/v1/models/efficientnet-lite0/concepts" + query).JsonAsync()).GetProperty("concepts").EnumerateArray()];
}
