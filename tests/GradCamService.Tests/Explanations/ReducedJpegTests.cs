using GradCamService.Explain.Tests;
using Xunit;

namespace GradCamService.Tests.Explanations;

/// <summary><c>Upload:ReduceJpeg</c>: other pixels may be decoded, and nothing else changes for the caller.</summary>
[Collection(ServiceTests.Name)]
public sealed class ReducedJpegTests(SharedService whole)
{
    /// <summary>Of the map's largest magnitude, between a photo decoded whole and reduced to three eighths; seen is 0.033.</summary>
    private const double Reduced = 0.05;

    [Fact]
    public async Task Boxes_stay_in_the_photos_pixels_and_overlays_are_drawn_on_all_of_them()
    {
        await using var reducing = await Service.StartAsync(null, ("Upload:ReduceJpeg", "true"));
        var photo = TestData.LargeJpeg();

        var expected = await whole.ExplainAsync(Form.With(photo, "large.jpg", ("images", "none"), ("concept", "657"))).JsonAsync();
        var answer = await reducing.ExplainAsync(Form.With(photo, "large.jpg", ("images", "none"), ("concept", "657"))).JsonAsync();
        var drawn = await reducing.ExplainAsync(Form.With(photo, "large.jpg", ("images", "overlay"), ("concept", "657"))).JsonAsync();

        Assert.Equal(expected.GetProperty("image").GetRawText(), answer.GetProperty("image").GetRawText());
        Assert.InRange(Deviation.Of(Map(expected), Map(answer)), double.Epsilon, Reduced); // Not zero: it was reduced.
        Assert.Equal(Map(expected), Map(drawn));
    }

    private static float[] Map(System.Text.Json.JsonElement answer) =>
        answer.GetProperty("explanations")[0].GetProperty("map").GetProperty("values").Floats();
}
