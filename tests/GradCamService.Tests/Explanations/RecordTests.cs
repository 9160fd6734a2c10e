using System.Text.Json;
using GradCamService.Explain.Tests;
using GradCamService.Explain.Tests.Explainers;
using GradCamService.Tests.Answers;
using Xunit;

namespace GradCamService.Tests.Explanations;

/// <summary>EfficientNet-Lite0 over HTTP, from the photos, against PyTorch and Pillow.</summary>
[Collection(ServiceTests.Name)]
public sealed class RecordTests(SharedService service, ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Recorded.Photos), MemberType = typeof(Recorded))]
    public async Task All_logits_are_the_recorded_ones(string image)
    {
        var record = Lite0Records.Photo(image);
        var expected = Lite0Records.Load(record.Logits).Values;

        var answer = await service.PredictAsync(Form.Of(image, ("top", "1000"))).JsonAsync();

        var predictions = answer.GetProperty("predictions").EnumerateArray().ToList();
        var differences = predictions.Select(prediction =>
            Math.Abs(prediction.GetProperty("score").GetDouble() - expected[prediction.GetProperty("concept").GetProperty("index").GetInt32()])).ToList();
        output.WriteLine($"{image}: logits {differences.Max():e1}");
        Assert.Equal(1000, predictions.Count);
        Assert.InRange(differences.Max(), 0, Recorded.LogitTolerance(image));
        Assert.Equal(record.Top5, predictions.Take(5).Select(prediction => prediction.GetProperty("concept").GetProperty("index").GetInt32()));
        Assert.Equal(1, predictions.Sum(prediction => prediction.GetProperty("probability").GetDouble()), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Recorded.Concepts), MemberType = typeof(Recorded))]
    public async Task The_map_in_the_json_is_the_recorded_one(string image, string concept)
    {
        var record = Recorded.Concept(image, concept);

        var answer = await service.ExplainAsync(Recorded.Form(image, concept)).JsonAsync();

        var map = answer.GetProperty("explanations")[0].GetProperty("map");
        var values = map.GetProperty("values").Floats();
        var deviation = Deviation.Of(Recorded.Map(record).Values, values);
        output.WriteLine($"{image} {concept}: map {deviation:e1}");
        Assert.InRange(deviation, 0, Recorded.MapTolerance(image));
        Assert.Equal((7, 7), (map.GetProperty("width").GetInt32(), map.GetProperty("height").GetInt32()));
        Assert.Equal(values.Max(), map.GetProperty("max").GetSingle());
        Assert.Equal(record.Score, answer.GetProperty("explanations")[0].GetProperty("score").GetDouble(), Recorded.LogitTolerance(image));
    }

    [Theory]
    [MemberData(nameof(Recorded.Concepts), MemberType = typeof(Recorded))]
    public async Task Box_and_peak_lie_within_an_input_pixel_of_the_recorded_ones(string image, string concept)
    {
        var record = Recorded.Concept(image, concept);

        var answer = await service.ExplainAsync(Recorded.Form(image, concept)).JsonAsync();

        var found = answer.GetProperty("explanations")[0].GetProperty("localization");
        var inputPixel = Recorded.InputPixel(answer);
        Assert.All(record.Box.Zip(Edges(found.GetProperty("box"))), pair => Assert.Equal(pair.First, pair.Second, inputPixel));
        Assert.Equal(record.Peak[0], found.GetProperty("peak").GetProperty("x").GetInt32() + 0.5, inputPixel);
        Assert.Equal(record.Peak[1], found.GetProperty("peak").GetProperty("y").GetInt32() + 0.5, inputPixel);
        Assert.Equal(record.Segments, found.GetProperty("boxes").GetArrayLength());
        Assert.Equal(0.15, found.GetProperty("threshold").GetDouble());
    }

    [Theory]
    [MemberData(nameof(Recorded.Concepts), MemberType = typeof(Recorded))]
    public async Task The_arrays_of_the_npz_are_the_recorded_ones(string image, string concept)
    {
        var record = Recorded.Concept(image, concept);

        var arrays = await Npz.ReadAsync(service.ExplainAsync(Recorded.Form(image, concept), "application/x-npz"));

        Assert.Equal([2, 7, 7], arrays["map"].Shape);
        Assert.Equal([2, 224, 224], arrays["heatmap"].Shape);
        Assert.Equal([2, 3, 224, 224], arrays["guided_backprop"].Shape);
        Assert.Equal([2, 3, 224, 224], arrays["guided_grad_cam"].Shape);
        var guided = Deviation.Of(Lite0Records.Load(record.GuidedBackprop).Values, First(arrays["guided_backprop"]));
        var product = First(arrays["guided_grad_cam"]);
        var largest = product.Max(Math.Abs);
        var normalized = Deviation.Of(Lite0Records.Load(record.GuidedGradCam).Values, Array.ConvertAll(product, value => value / largest));
        output.WriteLine($"{image} {concept}: guided gradients {guided:e1}, guided grad-cam {normalized:e1}");
        Assert.InRange(Deviation.Of(Recorded.Map(record).Values, First(arrays["map"])), 0, Recorded.MapTolerance(image));
        Assert.InRange(guided, 0, Recorded.MapTolerance(image));
        Assert.InRange(normalized, 0, Recorded.MapTolerance(image));
        Assert.All(arrays["heatmap"].Values, value => Assert.True(value >= 0));
    }

    private static float[] First(Npy rows) => rows.Values[..(rows.Values.Length / rows.Shape[0])];

    private static double[] Edges(JsonElement box)
    {
        var (x, y) = (box.GetProperty("x").GetInt32(), box.GetProperty("y").GetInt32());
        return [x, y, x + box.GetProperty("width").GetInt32(), y + box.GetProperty("height").GetInt32()];
    }
}
