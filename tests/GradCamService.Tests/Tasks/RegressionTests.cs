using System.Net;
using System.Text.Json;
using SkiaSharp;
using Xunit;

namespace GradCamService.Tests.Tasks;

/// <summary>A network of four named numbers [2, 2], the mean red and green and their doubles, and elements of a classifier's tensors.</summary>
[Collection(OtherOutputTests.Name)]
public sealed class RegressionTests(OtherOutputs models)
{
    private const string Explanations = "/v1/models/points/explanations";

    [Fact]
    public async Task All_numbers_are_listed()
    {
        var numbers = (await models.Service.PostAsync("/v1/models/points/predictions", Photo()).JsonAsync()).GetProperty("predictions");

        Assert.Equal([1, 0, 2, 0], numbers.EnumerateArray().Select(number => number.GetProperty("score").GetDouble()));
        Assert.Equal("x of the tail", numbers[2].GetProperty("concept").GetProperty("label").GetString());
        Assert.Equal(JsonValueKind.Null, numbers[0].GetProperty("probability").ValueKind);
    }

    [Theory]
    [InlineData("x of the tail", 2, "index", "1,0")]
    [InlineData("x of the tail", 2, "concept", "x of the tail")]
    [InlineData("points[1]", 2, "index", "1")]
    [InlineData("tail[0,0]", 2, "output", "tail", "index", "0,0")]
    public async Task A_number_is_explained_by_index_or_name(string label, double score, params string[] fields)
    {
        var answer = await models.Service.PostAsync(Explanations, Photo([.. fields.Chunk(2).Select(field => (field[0], field[1]))])).JsonAsync();

        var entry = answer.GetProperty("explanations")[0];
        Assert.Equal((label, score, "ok"), (
            entry.GetProperty("concept").GetProperty("label").GetString(), entry.GetProperty("score").GetDouble(), entry.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("index", "2,0", "'2,0' is not an index of 'points', whose numbers for an image are [2, 2]")]
    [InlineData("index", "0,0,0", "whole numbers from 0, one an axis or fewer, such as 1,1")]
    [InlineData("index", "-1", "is not an index")]
    [InlineData("index", "one", "is not an index")]
    [InlineData("concept", "age", "No concept is called 'age'")]
    [InlineData("top", "2", "belongs to models for classification, vqa, policy, segmentation, detection")]
    public async Task What_is_wrong_is_refused_by_name(string field, string value, string why)
    {
        var problem = await models.Service.PostAsync(Explanations, Photo((field, value))).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(problem.Errors[field], error => error.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Which_of_several_numbers_must_be_said()
    {
        var problem = await models.Service.PostAsync(Explanations, Photo()).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("'points' gives [2, 2] numbers", Assert.Single(problem.Errors["index"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_element_of_a_classifiers_scores_is_that_class()
    {
        async Task<JsonElement> Explain(params (string, string)[] fields) =>
            (await models.Service.ExplainAsync(Form.Of("chelsea.png", [.. fields, ("method", "grad-cam"), ("images", "none")])).JsonAsync());
        var concept = await Explain(("concept", "282"));
        var scores = (await models.Service.Client.GetAsync("/v1/models/efficientnet-lite0").JsonAsync()).GetProperty("outputs")[0];

        var element = await Explain(("output", scores.GetProperty("name").GetString()!), ("index", "282"));

        Assert.Equal(
            concept.GetProperty("explanations")[0].GetProperty("score").GetDouble(), element.GetProperty("explanations")[0].GetProperty("score").GetDouble(), 1e-4);
        Assert.Equal(concept.GetProperty("predictions").GetRawText(), element.GetProperty("predictions").GetRawText());
    }

    private static Form Photo(params (string, string)[] fields) =>
        Drawn.Quadrants(4, [SKColors.Red, SKColors.Red, SKColors.Red, SKColors.Red], fields);
}
