using System.Text.Json;
using GradCamService.Explain.Tests;
using GradCamService.Tests.Answers;
using Xunit;

namespace GradCamService.Tests.Explanations;

[Collection(ServiceTests.Name)]
public sealed class PolicyTests(SharedService service)
{
    private const string Predictions = "/v1/models/catch-policy/predictions";
    private const string Explanations = "/v1/models/catch-policy/explanations";

    private static readonly string[] Actions = ["left", "stay", "right"];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, SequenceGoldens.All.Policy.Count)];

    [Theory, MemberData(nameof(Cases))]
    public async Task Actions_are_ranked_by_the_recorded_values_without_probabilities(int index)
    {
        var golden = SequenceGoldens.All.Policy[index];

        var predictions = (await service.PostAsync(Predictions, Frames(golden.Frames)).JsonAsync()).GetProperty("predictions").EnumerateArray().ToList();

        Assert.Equal(golden.Action, predictions[0].GetProperty("concept").GetProperty("label").GetString());
        Assert.All(predictions, prediction =>
        {
            var action = Array.IndexOf(Actions, prediction.GetProperty("concept").GetProperty("label").GetString());
            Assert.Equal(golden.QValues[action], prediction.GetProperty("score").GetDouble(), FromPng.QValue);
            Assert.Equal(JsonValueKind.Null, prediction.GetProperty("probability").ValueKind);
        });
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Maps_are_the_recorded_ones_and_gradients_keep_all_frames(int index)
    {
        var golden = SequenceGoldens.All.Policy[index];

        var arrays = await Npz.ReadAsync(service.PostAsync(Explanations, Frames(golden.Frames), "application/x-npz"));

        Assert.Equal([1, 4, 84, 84], arrays["guided_backprop"].Shape);
        Assert.Equal([1, 4, 84, 84], arrays["guided_grad_cam"].Shape);
        Close.To(SequenceGoldens.Array(golden.Map), arrays["map"].Values, Close.Float);
        Close.To(SequenceGoldens.Array(golden.GuidedBackprop), arrays["guided_backprop"].Values, Close.Float);
    }

    [Fact]
    public async Task An_action_is_explained_against_another()
    {
        var golden = SequenceGoldens.All.Policy[2];

        var entry = (await Explain(golden.Frames, ("concept", "Left"), ("against", "right"))).Single();

        Assert.Equal(golden.QValues[0] - golden.QValues[2], entry.GetProperty("score").GetDouble(), 2 * FromPng.QValue);
        Assert.Equal("right", entry.GetProperty("against").GetProperty("label").GetString());
    }

    [Fact]
    public async Task Of_too_few_frames_the_oldest_is_repeated()
    {
        var frames = SequenceGoldens.All.Policy[0].Frames;

        var few = await Explain([frames[0], frames[3]], ("top", "3"));
        var all = await Explain([frames[0], frames[0], frames[0], frames[3]], ("top", "3"));

        Assert.Equal(all.Select(entry => entry.GetProperty("score").GetDouble()), few.Select(entry => entry.GetProperty("score").GetDouble()));
    }

    [Fact]
    public async Task The_overlay_is_drawn_on_the_newest_frame()
    {
        var frames = SequenceGoldens.All.Policy[2].Frames;

        using var newest = await service.PostAsync(Explanations, Frames(frames, ("method", "grad-cam"), ("colormap", "gray")), "image/png");
        using var picture = SkiaSharp.SKBitmap.Decode(await newest.Content.ReadAsByteArrayAsync());
        using var frame = SkiaSharp.SKBitmap.Decode(TestData.Read("Goldens/sequences/" + frames[3]));

        // Four times as large, each pixel of the frame 4 × 4 of the picture. At most 0.7 of a pixel is heat, in grey from black to white.
        Assert.Equal((336, 336), (picture.Width, picture.Height));
        for (var y = 0; y < 336; y++)
            for (var x = 0; x < 336; x++)
                Assert.InRange(picture.GetPixel(x, y).Red - (0.3 * frame.GetPixel(x / 4, y / 4).Red), -1, 180);
        // Most of it is cold, and the frame itself.
        Assert.InRange(
            Enumerable.Range(0, 84 * 84).Count(i => picture.GetPixel(i % 84 * 4, i / 84 * 4) == frame.GetPixel(i % 84, i / 84)), 84 * 84 / 2, 84 * 84);
    }

    [Fact]
    public async Task Boxes_are_in_pixels_of_the_frame_though_its_picture_is_larger()
    {
        var frames = SequenceGoldens.All.Policy[2].Frames;
        var box = (await Explain(frames, ("threshold", "otsu"))).Single().GetProperty("localization").GetProperty("box");

        using var small = await service.PostAsync(
            Explanations, Frames(frames, ("method", "grad-cam"), ("threshold", "otsu"), ("enlarge", "false"), ("draw", "boxes")), "image/png");
        using var large = await service.PostAsync(
            Explanations, Frames(frames, ("method", "grad-cam"), ("threshold", "otsu"), ("draw", "boxes")), "image/png");

        using var own = SkiaSharp.SKBitmap.Decode(await small.Content.ReadAsByteArrayAsync());
        using var enlarged = SkiaSharp.SKBitmap.Decode(await large.Content.ReadAsByteArrayAsync());
        Assert.Equal((84, 336), (own.Width, enlarged.Width));
        Assert.Equal(small.Headers.GetValues("X-Box"), large.Headers.GetValues("X-Box"));
        var (x, y) = (box.GetProperty("x").GetInt32(), box.GetProperty("y").GetInt32());
        // The outline begins with a dark corner, then a light line of green.
        Assert.Equal(SkiaSharp.SKColors.Black, own.GetPixel(x, y));
        Assert.Equal(new SkiaSharp.SKColor(0, 255, 0), own.GetPixel(x + 1, y + 1));
        Assert.Equal(SkiaSharp.SKColors.Black, enlarged.GetPixel(4 * x, 4 * y));
        Assert.Equal(new SkiaSharp.SKColor(0, 255, 0), enlarged.GetPixel((4 * x) + 1, (4 * y) + 1));
    }

    private async Task<List<JsonElement>> Explain(string[] frames, params (string, string)[] fields)
    {
        var form = Frames(frames, [.. fields, ("method", "grad-cam"), ("images", "none")]);
        return [.. (await service.PostAsync(Explanations, form).JsonAsync()).GetProperty("explanations").EnumerateArray()];
    }

    internal static Form Frames(string[] frames, params (string, string)[] fields) =>
        frames.Aggregate(Form.Without(fields), (form, frame) => form.File("image", TestData.Read("Goldens/sequences/" + frame), frame));
}
