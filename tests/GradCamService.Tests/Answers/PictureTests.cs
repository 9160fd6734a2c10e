using System.Text.Json;
using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Tests.Answers;

[Collection(ServiceTests.Name)]
public sealed class PictureTests(SharedService service)
{
    private static readonly DecodeLimits Limits = new(1 << 24);

    [Theory]
    [InlineData("grad-cam", new[] { "overlay", "heatmap" })]
    [InlineData("guided-grad-cam", new[] { "overlay", "guidedGradCam" })]
    [InlineData("guided-backprop", new[] { "guidedBackprop" })]
    public async Task By_default_there_are_the_overlay_and_the_methods_own(string method, string[] expected)
    {
        var images = await Pictures(Form.Of("chelsea.png", ("method", method)));

        Assert.Equal(expected, images.Keys);
    }

    [Fact]
    public async Task Those_that_are_named_are_drawn_and_no_others()
    {
        var images = await Pictures(Form.Of("chelsea.png", ("images", "heatmap"), ("images", "guidedBackprop")));

        Assert.Equal(["heatmap", "guidedBackprop"], images.Keys);
    }

    [Fact]
    public async Task Overlay_and_heatmap_have_the_photos_size_and_the_guided_ones_the_inputs()
    {
        var images = await Pictures(Form.Of("chelsea.png", [.. Names("overlay", "heatmap", "guidedGradCam", "guidedBackprop")]));

        Assert.Equal((451, 300), Size(images["overlay"]));
        Assert.Equal((451, 300), Size(images["heatmap"]));
        Assert.Equal((224, 224), Size(images["guidedGradCam"]));
        Assert.Equal((224, 224), Size(images["guidedBackprop"]));
    }

    [Fact]
    public async Task Asked_for_the_photos_frame_the_guided_ones_have_the_photos_size()
    {
        var images = await Pictures(Form.Of("chelsea.png", [.. Names("guidedGradCam", "guidedBackprop"), ("frame", "photo")]));

        Assert.All(images.Values, image => Assert.Equal((451, 300), Size(image)));
    }

    [Theory]
    [InlineData("png", "image/png")]
    [InlineData("jpeg", "image/jpeg")]
    [InlineData("WebP", "image/webp")]
    public async Task Pictures_in_the_json_are_of_the_type_that_was_asked_for(string format, string type)
    {
        var images = await Pictures(Form.Of("chelsea.png", ("imageFormat", format)));

        Assert.Equal(["overlay", "guidedGradCam"], images.Keys);
        Assert.Equal((451, 300), Size(images["overlay"], type));
        Assert.Equal((224, 224), Size(images["guidedGradCam"], type));
    }

    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("image/webp")]
    public async Task An_answer_may_be_a_picture_of_another_type(string type)
    {
        using var response = await service.ExplainAsync(Form.Of("chelsea.png", ("method", "grad-cam")), type);

        var file = await response.Content.ReadAsByteArrayAsync();
        using var codec = SkiaSharp.SKCodec.Create(new MemoryStream(file));
        Assert.Equal(type, "image/" + codec.EncodedFormat.ToString().ToLowerInvariant());
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((451, 300), (codec.Info.Width, codec.Info.Height));
        Assert.True(response.Headers.Contains("X-Box"));
    }

    [Theory]
    [InlineData("boxes", 300)]
    [InlineData("contours", 300)]
    [InlineData("legend", 323)] // A line of 13 pixels' letters with its leading of 1.7.
    [InlineData("caption", 323)]
    public async Task What_is_to_be_drawn_besides_is_drawn(string mark, int height)
    {
        var form = (string? draw) => Form.Of(
            "chelsea.png", [("concept", "282"), ("images", "heatmap"), .. draw is null ? [] : new[] { ("draw", draw) }]);

        var (plain, marked) = ((await Pictures(form(null)))["heatmap"], (await Pictures(form(mark)))["heatmap"]);

        Assert.Equal((451, height), Size(marked));
        Assert.NotEqual(plain, marked);
    }

    [Theory]
    [InlineData("0.4")]
    [InlineData("otsu")]
    [InlineData("p90")]
    public async Task The_box_of_a_picture_follows_the_threshold_and_the_share_that_was_used_is_told(string threshold)
    {
        var form = () => Form.Of("chelsea.png", ("concept", "282"), ("method", "grad-cam"), ("threshold", threshold));
        var found = (await service.ExplainAsync(form()).JsonAsync()).GetProperty("explanations")[0];

        using var response = await service.ExplainAsync(form(), "image/png");

        Assert.Equal(BoxOf(found), Assert.Single(response.Headers.GetValues("X-Box")));
        Assert.NotEqual("94,18,263,264", BoxOf(found)); // At 15 %, all that was analysed.
        var localization = found.GetProperty("localization");
        var (share, coverage) = (localization.GetProperty("threshold").GetDouble(), localization.GetProperty("coverage").GetDouble());
        Assert.InRange(share, 0.35, 0.95);
        if (threshold == "0.4")
            Assert.Equal(0.4, share);
        if (threshold == "p90")
            Assert.Equal(0.1, coverage, 1e-4); // Of 50,176 pixels a tenth, and the map is smooth.
    }

    [Fact]
    public async Task A_small_photo_is_drawn_larger_unless_it_is_not_to_be()
    {
        var large = await Pictures(Form.Of("gray.png", ("images", "heatmap")));
        var own = await Pictures(Form.Of("gray.png", ("images", "heatmap"), ("enlarge", "false")));

        // The file is 40 × 24: nine times that fit into 384.
        Assert.Equal((360, 216), Size(large["heatmap"]));
        Assert.Equal((40, 24), Size(own["heatmap"]));
    }

    [Theory]
    [InlineData("application/x-npz", "opacity", "0.5")]
    [InlineData("application/x-npz", "draw", "boxes")]
    [InlineData("application/x-npz", "imageFormat", "jpeg")]
    [InlineData("image/png", "imageFormat", "jpeg")]
    [InlineData("image/png", "opacity", "0.5")] // The picture of guided-grad-cam is no overlay.
    [InlineData("application/json", "frame", "photo", "images", "overlay")]
    [InlineData("application/json", "opacity", "0.5", "images", "heatmap")]
    [InlineData("application/json", "enlarge", "false", "images", "none")]
    [InlineData("application/json", "imageFormat", "webp", "images", "none")]
    public async Task A_field_that_would_change_nothing_is_told(
        string accept, string field, string value, string? other = null, string? otherValue = null)
    {
        var form = Form.Of("chelsea.png", [(field, value), .. other is null ? [] : new[] { (other, otherValue!) }]);

        var problem = await service.ExplainAsync(form, accept).ProblemAsync(System.Net.HttpStatusCode.UnprocessableEntity);

        Assert.StartsWith(
            $"'{field}' would change nothing: this answer ({accept}) has no ", Assert.Single(problem.Errors[field]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_photo_is_drawn_with_a_long_side_of_at_most_2048()
    {
        var images = await Pictures(Form.Of("one-column.png", ("images", "overlay"), ("fit", "stretch"), ("concept", "0"), ("concept", "1")));

        // The file is 1 × 5,000; either concept may have no evidence, but not both.
        Assert.Equal((1, 2048), Size(images["overlay"]));
    }

    [Fact]
    public async Task Color_maps_draw_different_pictures_of_the_same_map()
    {
        var drawn = new HashSet<string>();
        foreach (var colors in new[] { "jet", "viridis", "turbo", "inferno", "gray" })
            drawn.Add((await Pictures(Form.Of("chelsea.png", ("images", "heatmap"), ("colormap", colors))))["heatmap"]);

        Assert.Equal(5, drawn.Count);
    }

    [Theory]
    [InlineData("grad-cam", 451, 300)]
    [InlineData("guided-grad-cam", 224, 224)]
    [InlineData("guided-backprop", 224, 224)]
    public async Task As_png_the_first_explanation_is_drawn_with_its_numbers_in_headers(string method, int width, int height)
    {
        var form = () => Form.Of("chelsea.png", ("concept", "n02121808"), ("concept", "282"), ("method", method));
        var first = (await service.ExplainAsync(form()).JsonAsync()).GetProperty("explanations")[0];

        using var response = await service.ExplainAsync(form(), "image/png");

        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        var photo = PhotoDecoder.Decode(await response.Content.ReadAsByteArrayAsync(), Limits);
        Assert.Equal((width, height), (photo.Width, photo.Height));
        Assert.Equal("domestic cat", Assert.Single(response.Headers.GetValues("X-Concept")));
        Assert.Equal(first.GetProperty("score").GetDouble(), double.Parse(
            Assert.Single(response.Headers.GetValues("X-Score")), System.Globalization.CultureInfo.InvariantCulture), 1e-5);
        if (method == "guided-backprop")
            Assert.False(response.Headers.Contains("X-Box"));
        else
            Assert.Equal(BoxOf(first), Assert.Single(response.Headers.GetValues("X-Box")));
    }

    [Fact]
    public async Task A_picture_with_nothing_to_see_is_refused_with_the_reason()
    {
        // What speaks for none of the classes also does not speak against them: one of the two has no evidence at the head, whose map
        // of this photo is positive everywhere for the prediction.
        var problem = await service.ExplainAsync(Form.Of("chelsea.png", ("counterfactual", "true"), ("concept", "282")), "image/png")
            .ProblemAsync(System.Net.HttpStatusCode.UnprocessableEntity);

        Assert.Contains("'tiger cat' is empty", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("speaks against the concept at layer 'head'", problem.Detail, StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, string>> Pictures(Form form)
    {
        var answer = await service.ExplainAsync(form).JsonAsync();
        return answer.GetProperty("explanations").EnumerateArray().SelectMany(explanation => explanation.GetProperty("images").EnumerateObject())
            .DistinctBy(image => image.Name).ToDictionary(image => image.Name, image => image.Value.GetString()!);
    }

    private static IEnumerable<(string, string)> Names(params string[] names) => names.Select(name => ("images", name));

    private static (int Width, int Height) Size(string url, string type = "image/png")
    {
        var start = $"data:{type};base64,";
        Assert.StartsWith(start, url, StringComparison.Ordinal);
        using var codec = SkiaSharp.SKCodec.Create(new MemoryStream(Convert.FromBase64String(url[start.Length..])));
        Assert.Equal(type, "image/" + codec.EncodedFormat.ToString().ToLowerInvariant());
        return (codec.Info.Width, codec.Info.Height);
    }

    private static string BoxOf(JsonElement explanation)
    {
        var box = explanation.GetProperty("localization").GetProperty("box");
        return string.Join(',', new[] { "x", "y", "width", "height" }.Select(name => box.GetProperty(name).GetInt32()));
    }
}
