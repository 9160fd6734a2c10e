using System.Text.Json;
using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Tests.Answers;

[Collection(ServiceTests.Name)]
public sealed class PictureTests(SharedService service)
{
    private const string DataUrl = "data:image/png;base64,";

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

    private static (int Width, int Height) Size(string url)
    {
        Assert.StartsWith(DataUrl, url, StringComparison.Ordinal);
        var photo = PhotoDecoder.Decode(Convert.FromBase64String(url[DataUrl.Length..]), Limits);
        return (photo.Width, photo.Height);
    }

    private static string BoxOf(JsonElement explanation)
    {
        var box = explanation.GetProperty("localization").GetProperty("box");
        return string.Join(',', new[] { "x", "y", "width", "height" }.Select(name => box.GetProperty(name).GetInt32()));
    }
}
