using System.Text.Json;
using GradCamService.Explain.Tests;
using GradCamService.Explain.Tests.Explainers;
using Xunit;

namespace GradCamService.Tests.Explanations;

/// <summary>What a request may choose.</summary>
[Collection(ServiceTests.Name)]
public sealed class ChoiceTests(SharedService service)
{
    /// <summary>The same map computed in another batch or by another route.</summary>
    private const double Recomputed = 1e-5;

    [Fact]
    public async Task Without_a_concept_the_prediction_is_explained()
    {
        var explanation = Assert.Single(await Explain());

        Assert.Equal(282, Index(explanation)); // The highest recorded logit.
        Assert.Equal("guided-grad-cam", explanation.GetProperty("method").GetString());
        Assert.Equal("head", explanation.GetProperty("layer").GetString());
        Assert.False(explanation.GetProperty("counterfactual").GetBoolean());
    }

    [Theory]
    [InlineData("tiger cat", 282)]
    [InlineData("  TIGER Cat ", 282)]
    [InlineData("282", 282)]
    [InlineData("n02123159", 282)]
    [InlineData("Panthera tigris", 292)] // A synonym of tiger.
    public async Task A_concept_has_many_names(string name, int index) => Assert.Equal(index, Index(Assert.Single(await Explain(("concept", name)))));

    [Fact]
    public async Task Concepts_come_in_their_order_each_by_every_method()
    {
        var explanations = await Explain(("concept", "285"), ("concept", "282"), ("method", "guided-backprop"), ("method", "grad-cam"));

        Assert.Equal(
            [(285, "guided-backprop"), (285, "grad-cam"), (282, "guided-backprop"), (282, "grad-cam")],
            explanations.Select(explanation => (Index(explanation), explanation.GetProperty("method").GetString()!)));
    }

    [Fact]
    public async Task A_group_has_no_index_and_the_sum_of_its_members_probabilities()
    {
        var predictions = (await service.PredictAsync(Form.Of("chelsea.png", ("top", "1000"))).JsonAsync()).GetProperty("predictions").EnumerateArray();
        var found = await service.Client.GetAsync("/v1/models/efficientnet-lite0/concepts?query=n02121808").JsonAsync();
        var members = found.GetProperty("concepts")[0].GetProperty("members").EnumerateArray().Select(member => member.GetInt32()).ToHashSet();

        var explanation = Assert.Single(await Explain(("concept", "n02121808")));

        Assert.Equal("domestic cat", explanation.GetProperty("concept").GetProperty("label").GetString());
        Assert.False(explanation.GetProperty("concept").TryGetProperty("index", out _));
        Assert.Equal(
            predictions.Where(prediction => members.Contains(Index(prediction))).Sum(prediction => prediction.GetProperty("probability").GetDouble()),
            explanation.GetProperty("probability").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task Top_explains_the_best_predictions()
    {
        var explanations = await Explain(("top", "5"), ("method", "grad-cam"));

        Assert.Equal(Lite0Records.Photo("chelsea").Top5, explanations.Select(Index));
    }

    [Fact]
    public async Task Against_explains_the_difference_of_the_scores()
    {
        var plain = await Explain(("concept", "282"), ("concept", "285"), ("method", "grad-cam"));
        var contrast = Assert.Single(await Explain(("concept", "282"), ("against", "285"), ("method", "grad-cam")));

        Assert.Equal(Score(plain[0]) - Score(plain[1]), Score(contrast), 1e-5);
        Assert.Equal(285, contrast.GetProperty("against").GetProperty("index").GetInt32());
        Assert.InRange(Deviation.Of([.. Map(plain[0]).Zip(Map(plain[1]), (a, b) => a - b)], Map(contrast)), 0, 1e-3);
    }

    [Fact]
    public async Task Top_against_a_concept_explains_each_of_the_best_against_it()
    {
        var explanations = await Explain(("top", "2"), ("against", "904"), ("method", "grad-cam"));

        Assert.Equal([282, 285], explanations.Select(Index));
        Assert.All(explanations, explanation => Assert.Equal(904, explanation.GetProperty("against").GetProperty("index").GetInt32()));
    }

    [Fact]
    public async Task A_counterfactual_has_the_negative_map()
    {
        var plain = Assert.Single(await Explain(("layer", "block10"), ("method", "grad-cam")));
        var counter = Assert.Single(await Explain(("layer", "block10"), ("method", "grad-cam"), ("counterfactual", "true")));

        Assert.InRange(Deviation.Of(Map(plain), Array.ConvertAll(Map(counter), value => -value)), 0, Recomputed);
        Assert.Equal(Score(plain), Score(counter), Recomputed);
        Assert.True(counter.GetProperty("counterfactual").GetBoolean());
        Assert.NotEqual(
            plain.GetProperty("localization").GetProperty("peak").GetRawText(), counter.GetProperty("localization").GetProperty("peak").GetRawText());
    }

    [Theory]
    [InlineData("block2", 56)]
    [InlineData("block4", 28)]
    [InlineData("block10", 14)]
    [InlineData("head", 7)]
    public async Task Every_offered_layer_can_be_explained(string layer, int size)
    {
        var explanation = Assert.Single(await Explain(("layer", layer)));

        Assert.Equal(layer, explanation.GetProperty("layer").GetString());
        Assert.Equal(size * size, Map(explanation).Length);
    }

    [Theory]
    [InlineData("crop", """{"x":94,"y":18,"width":263,"height":264}""")]
    [InlineData("stretch", """{"x":0,"y":0,"width":451,"height":300}""")]
    [InlineData("pad", """{"x":0,"y":0,"width":451,"height":300}""")]
    public async Task Fit_decides_what_of_the_photo_is_analysed(string fit, string analyzed)
    {
        var answer = await service.ExplainAsync(Form.Of("chelsea.png", ("fit", fit), ("images", "none"))).JsonAsync();

        Assert.Equal(analyzed, answer.GetProperty("image").GetProperty("analyzed").GetRawText());
    }

    [Fact]
    public async Task A_higher_threshold_covers_less_and_1_leaves_the_peak()
    {
        var coverage = new List<double>();
        foreach (var threshold in new[] { "0", "0.15", "0.5", "1" })
        {
            var found = Assert.Single(await Explain(("threshold", threshold))).GetProperty("localization");
            coverage.Add(found.GetProperty("coverage").GetDouble());
            Assert.NotEqual(JsonValueKind.Null, found.GetProperty("box").ValueKind);
        }

        Assert.Equal(coverage.OrderDescending(), coverage);
        Assert.InRange(coverage[^1], 1e-9, 0.01);
    }

    private async Task<IReadOnlyList<JsonElement>> Explain(params (string, string)[] fields)
    {
        var answer = await service.ExplainAsync(Form.Of("chelsea.png", [.. fields, ("images", "none")])).JsonAsync();
        return [.. answer.GetProperty("explanations").EnumerateArray()];
    }

    private static int Index(JsonElement entry) => entry.GetProperty("concept").GetProperty("index").GetInt32();

    private static double Score(JsonElement explanation) => explanation.GetProperty("score").GetDouble();

    private static float[] Map(JsonElement explanation) => explanation.GetProperty("map").GetProperty("values").Floats();
}
