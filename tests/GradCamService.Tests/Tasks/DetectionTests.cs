using System.Net;
using System.Text.Json;
using SkiaSharp;
using Xunit;

namespace GradCamService.Tests.Tasks;

/// <summary>A detector of four quadrants, red and blue, whose logits are 10 · mean − 5.</summary>
[Collection(OtherOutputTests.Name)]
public sealed class DetectionTests(OtherOutputs models)
{
    private const string Explanations = "/v1/models/rows/explanations";

    // Five times as large as the network's input.
    private static readonly SKColor[] Colors = [SKColors.Red, SKColors.Black, SKColors.Black, new(0, 0, 204)];

    [Fact]
    public async Task Boxes_are_listed_in_pixels_of_the_photo()
    {
        var boxes = (await models.Service.PostAsync("/v1/models/rows/predictions", Photo()).JsonAsync()).GetProperty("predictions");

        Assert.Equal(
            [("red", """{"x":0,"y":0,"width":20,"height":20}"""), ("blue", """{"x":20,"y":20,"width":20,"height":20}""")],
            boxes.EnumerateArray().Select(box => (box.GetProperty("concept").GetProperty("label").GetString()!, box.GetProperty("box").GetRawText())));
        Assert.Equal([5, 3], boxes.EnumerateArray().Select(box => Math.Round(box.GetProperty("score").GetDouble(), 4)));
    }

    [Theory]
    [InlineData("red", 0)]
    [InlineData("red", 0, "rank", "1")]
    [InlineData("blue", 20, "rank", "2")]
    [InlineData("blue", 20, "concept", "blue")]
    [InlineData("blue", 20, "box", "25,22,10,10")]
    [InlineData("red", 0, "concept", "red", "box", "2,2,15,20")]
    [InlineData("red", 0, "concept", "red", "against", "blue")]
    public async Task The_score_of_one_box_is_explained(string label, int corner, params string[] fields)
    {
        var answer = await models.Service.PostAsync(Explanations, Photo([.. fields.Chunk(2).Select(field => (field[0], field[1]))])).JsonAsync();

        var entry = Assert.Single(answer.GetProperty("explanations").EnumerateArray());
        Assert.Equal(label, entry.GetProperty("concept").GetProperty("label").GetString());
        Assert.Equal((corner, corner), (entry.GetProperty("box").GetProperty("x").GetInt32(), entry.GetProperty("box").GetProperty("y").GetInt32()));
        Assert.Equal("ok", entry.GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_best_boxes_are_explained_in_their_order()
    {
        var answer = await models.Service.PostAsync(Explanations, Photo(("top", "2"))).JsonAsync();

        Assert.Equal(["red", "blue"], answer.GetProperty("explanations").EnumerateArray()
            .Select(entry => entry.GetProperty("concept").GetProperty("label").GetString()));
    }

    [Fact]
    public async Task A_rank_that_is_not_there_is_told()
    {
        var entry = (await models.Service.PostAsync(Explanations, Photo(("rank", "50"))).JsonAsync()).GetProperty("explanations")[0];

        Assert.Equal("empty", entry.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("score").ValueKind);
        Assert.False(entry.TryGetProperty("box", out _));
        Assert.Contains("none of rank 50", entry.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rank", "0", "'0' is not a whole number from 1 to 100")]
    [InlineData("box", "50,50,3,3", "The box lies outside the part of the photo that the network sees: x from 0 to 40, y from 0 to 40")]
    [InlineData("box", "1,2", "is not x,y,width,height")]
    [InlineData("concept", "green", "No concept is called 'green'")]
    [InlineData("region", "mask", "belongs to models for segmentation")]
    [InlineData("point", "1,1", "belongs to models for segmentation")]
    [InlineData("output", "nothing", "its outputs are 'boxes' [4, 4], 'logits' [4, 2]")]
    public async Task What_is_wrong_is_refused_by_name(string field, string value, string why)
    {
        var problem = await models.Service.PostAsync(Explanations, Photo((field, value))).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(problem.Errors[field], error => error.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rank_box_and_top_exclude_each_other()
    {
        var problem = await models.Service.PostAsync(Explanations, Photo(("rank", "1"), ("box", "1,1,5,5"), ("top", "2")))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["rank", "top"], problem.Errors.Keys.Order());
    }

    private static Form Photo(params (string, string)[] fields) => Drawn.Quadrants(40, Colors, fields);
}
