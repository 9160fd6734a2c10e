using System.Text.Json;
using GradCamService.Explain.Tests.Explainers;
using Xunit;

namespace GradCamService.Tests.Predictions;

[Collection(ServiceTests.Name)]
public sealed class PredictionTests(SharedService service)
{
    [Fact]
    public async Task Predictions_have_these_names()
    {
        var answer = await service.PredictAsync(Form.Of("chelsea.png")).JsonAsync();

        Assert.Equal(
            ["predictions[].concept.id", "predictions[].concept.index", "predictions[].concept.label", "predictions[].probability", "predictions[].score"],
            Shape.Of(answer));
    }

    [Fact]
    public async Task Five_are_listed_unless_another_number_is_asked_for()
    {
        Assert.Equal(Lite0Records.Photo("coffee").Top5, await Indices());
        Assert.Equal(Lite0Records.Photo("coffee").Top5.Take(2), await Indices(("top", "2")));
    }

    [Fact]
    public async Task They_are_those_of_the_explanations()
    {
        var predicted = await service.PredictAsync(Form.Of("rocket.jpg")).JsonAsync();
        var explained = await service.ExplainAsync(Form.Of("rocket.jpg", ("images", "none"))).JsonAsync();

        Assert.Equal(Labels(predicted), Labels(explained));
    }

    [Fact]
    public async Task Fit_changes_what_the_network_sees()
    {
        var cropped = await service.PredictAsync(Form.Of("coffee.png")).JsonAsync();
        var padded = await service.PredictAsync(Form.Of("coffee.png", ("fit", "pad"))).JsonAsync();

        Assert.NotEqual(cropped.GetProperty("predictions")[0].GetProperty("score").GetDouble(), padded.GetProperty("predictions")[0].GetProperty("score").GetDouble());
    }

    private async Task<IEnumerable<int>> Indices(params (string, string)[] fields) =>
        (await service.PredictAsync(Form.Of("coffee.png", fields)).JsonAsync()).GetProperty("predictions").EnumerateArray()
            .Select(prediction => prediction.GetProperty("concept").GetProperty("index").GetInt32());

    private static IEnumerable<string?> Labels(JsonElement answer) =>
        answer.GetProperty("predictions").EnumerateArray().Select(prediction => prediction.GetProperty("concept").GetProperty("label").GetString());
}
