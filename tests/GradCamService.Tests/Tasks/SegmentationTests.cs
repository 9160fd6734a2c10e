using System.Net;
using System.Text.Json;
using GradCamService.Explain.Tests;
using GradCamService.Explain.Tests.Tasks.Segmentation;
using SkiaSharp;
using Xunit;

namespace GradCamService.Tests.Tasks;

[Collection(OtherOutputTests.Name)]
public sealed class SegmentationTests(OtherOutputs models)
{
    private const string Explanations = "/v1/models/segmentation/explanations";

    [Fact]
    public async Task A_prediction_lists_classes_by_area_with_their_masks()
    {
        // The recorded input is this picture, whose pixels are the network's places: one mask pixel each.
        var photo = TestData.Read($"{GoldenSegmentation.Data}/chelsea.png");

        var answer = await models.Service.PostAsync("/v1/models/segmentation/predictions", Form.With(photo, "chelsea.png", ("top", "2"))).JsonAsync();

        var (predictions, masks) = (answer.GetProperty("predictions"), answer.GetProperty("masks"));
        Assert.Equal(["cat", "wall"], predictions.EnumerateArray().Select(Label));
        Assert.Equal([1178 / 4096.0, 1173 / 4096.0], predictions.EnumerateArray().Select(entry => entry.GetProperty("area").GetDouble()));
        Assert.Equal(["cat", "wall"], masks.EnumerateArray().Select(Label));
        Assert.Equal(1178, masks[0].GetProperty("area").GetInt32());
        Assert.Equal([64, 64], masks[0].GetProperty("rle").GetProperty("size").EnumerateArray().Select(size => size.GetInt32()));
        var recorded = Npy.Load($"{GoldenSegmentation.Data}/chelsea.1.mask.npy").Values.Select(value => value > 0).ToArray();
        Assert.Equal(recorded, OfPng(masks[0].GetProperty("png").GetString()!));
        Assert.Equal(recorded, OfRuns(masks[0].GetProperty("rle").GetProperty("counts"), 64, 64));
    }

    [Theory]
    [InlineData("concept", "cup")]
    [InlineData("region", "everywhere")]
    [InlineData("box", "100,100,50,60")]
    [InlineData("point", "200,120")]
    [InlineData("top", "2")]
    [InlineData("against", "wall")]
    [InlineData("output", "logits", "index", "1,30,30")]
    public async Task A_class_is_explained_where_it_is_asked(params string[] fields)
    {
        var answer = await ExplainAsync([.. fields.Chunk(2).Select(field => (field[0], field[1])), ("method", "grad-cam")]);

        Assert.All(answer.GetProperty("explanations").EnumerateArray(), entry =>
        {
            Assert.Equal("ok", entry.GetProperty("status").GetString());
            Assert.True(entry.GetProperty("images").TryGetProperty("overlay", out _));
        });
        Assert.NotEmpty(answer.GetProperty("masks").EnumerateArray());
    }

    [Theory]
    [InlineData("mask")]
    [InlineData("everywhere")]
    public async Task Methods_that_hide_parts_of_the_photo_see_the_score_of_a_mask_change(string region)
    {
        var answer = await ExplainAsync(("method", "rise"), ("method", "occlusion"), ("masks", "30"), ("region", region), ("images", "none"));

        Assert.All(answer.GetProperty("explanations").EnumerateArray(), entry => Assert.Equal("ok", entry.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_point_has_the_share_of_its_place_and_a_mask_the_mean_of_its_own()
    {
        var point = (await ExplainAsync(("point", "200,120"), ("images", "none"))).GetProperty("explanations")[0];
        var mask = await ExplainAsync(("concept", "cat"), ("images", "none"));

        Assert.InRange(point.GetProperty("probability").GetDouble(), 0.5, 1);
        Assert.Equal(
            mask.GetProperty("predictions")[0].GetProperty("probability").GetDouble(), mask.GetProperty("explanations")[0].GetProperty("probability").GetDouble());
    }

    [Fact]
    public async Task A_class_that_is_not_seen_is_told_with_what_to_try()
    {
        Form Red() => Drawn.Quadrants(8, [SKColors.Red, SKColors.Black, SKColors.Black, SKColors.Black], ("concept", "blue"), ("method", "grad-cam"));

        var entry = (await models.Service.PostAsync("/v1/models/colors/explanations", Red()).JsonAsync()).GetProperty("explanations")[0];
        var problem = await models.Service.PostAsync("/v1/models/colors/explanations", Red(), "image/png")
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal("empty", entry.GetProperty("status").GetString());
        Assert.StartsWith("the model sees no 'blue' in this image", entry.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("region=everywhere", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("box", "0,0,3,3", "The box lies outside the part of the photo that the network sees: x from 75 to 376, y from 0 to 300 of 451 × 300 pixels")]
    [InlineData("point", "450,20", "The point lies outside")]
    [InlineData("box", "1,2,3", "'1,2,3' is not x,y,width,height")]
    [InlineData("box", "100,100,0,5", "a width and a height above 0")]
    [InlineData("box", "a,b,c,d", "is not x,y,width,height")]
    [InlineData("box", "NaN,1,2,3", "is not x,y,width,height")]
    [InlineData("point", "1", "is not x,y in pixels of the photo, such as 120,80")]
    [InlineData("region", "masc", "Did you mean 'mask'?")]
    [InlineData("concept", "dog", "No concept is called 'dog'")]
    [InlineData("rank", "1", "belongs to models for detection")]
    [InlineData("augment", "true", "would be elsewhere in a mirrored one")]
    [InlineData("index", "1,2,3", "output is missing", "output")]
    [InlineData("output", "logit", "Did you mean 'logits'?")]
    [InlineData("output", "logits", "index is missing: 'logits' has [5, 64, 64] numbers for an image; name one, such as index=2,32,32", "index")]
    public async Task What_is_wrong_is_refused_by_name(string field, string value, string why, string? named = null)
    {
        var problem = await models.Service.PostAsync(Explanations, Form.Of("chelsea.png", (field, value)))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(problem.Errors[named ?? field], error => error.Contains(why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("region", "mask", "box", "100,100,20,20", "box")]
    [InlineData("box", "100,100,20,20", "point", "120,120", "point")]
    [InlineData("concept", "cat", "top", "2", "top")]
    [InlineData("output", "logits", "box", "100,100,20,20", "box")]
    [InlineData("output", "/mid/mid.5/Relu_output_0", "index", "3", "layer")]
    public async Task Fields_that_exclude_each_other_are_refused(string field, string value, string other, string otherValue, string named)
    {
        var problem = await models.Service.PostAsync(Explanations, Form.Of("chelsea.png", (field, value), (other, otherValue)))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(named, problem.Errors.Keys);
    }

    [Fact]
    public async Task The_model_tells_its_outputs()
    {
        var model = await models.Service.Client.GetAsync("/v1/models/segmentation").JsonAsync();

        Assert.Equal("segmentation", model.GetProperty("task").GetString());
        Assert.Equal("""{"name":"logits","shape":[5,64,64],"read":true}""", model.GetProperty("outputs")[0].GetRawText());
    }

    private Task<JsonElement> ExplainAsync(params (string, string)[] fields) =>
        models.Service.PostAsync(Explanations, Form.Of("chelsea.png", fields)).JsonAsync();

    private static string? Label(JsonElement entry) => entry.GetProperty("concept").GetProperty("label").GetString();

    private static IEnumerable<bool> OfPng(string url)
    {
        const string Prefix = "data:image/png;base64,";
        Assert.StartsWith(Prefix, url, StringComparison.Ordinal);
        using var bitmap = SKBitmap.Decode(Convert.FromBase64String(url[Prefix.Length..]));
        return [.. Enumerable.Range(0, bitmap.Width * bitmap.Height).Select(i => bitmap.GetPixel(i % bitmap.Width, i / bitmap.Width).Red == 255)];
    }

    private static bool[] OfRuns(JsonElement counts, int height, int width)
    {
        var pixels = new bool[height * width];
        var (at, isInside) = (0, false);
        foreach (var count in counts.EnumerateArray().Select(count => count.GetInt32()))
        {
            for (var end = at + count; at < end; at++)
                pixels[(at % height * width) + (at / height)] = isInside;
            isInside = !isInside;
        }
        Assert.Equal(pixels.Length, at);
        return pixels;
    }
}
