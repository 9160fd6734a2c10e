using System.Text.Json;
using System.Text.Json.Nodes;
using GradCamService.Evaluate.Report;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Statistics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Report;

public sealed class ResultsFileTests
{
    private static readonly EvaluationResults Results = MadeResults.Of(categories: 3, failures: 4);

    [Fact]
    public async Task All_parts_of_the_results_are_there_in_one_order()
    {
        var document = JsonNode.Parse(await WriteAsync(Results))!.AsObject();

        Assert.Equal(
            ["version", "arguments", "dataset", "models", "methods", "thresholds", "continued", "badImages", "figures", "differences", "maxBoxAcc",
                "curves", "sanity", "bias", "failures"],
            document.Select(part => part.Key));
        Assert.Equal(Results.Figures.Count, document["figures"]!.AsArray().Count);
        Assert.Equal(Results.Differences.Count, document["differences"]!.AsArray().Count);
        Assert.Equal(Results.Failures.Count, document["failures"]!.AsArray().Count);
        Assert.Equal(Results.Bias.Count, document["bias"]!.AsArray().Count);
        Assert.Equal(Results.Sanity.Count, document["sanity"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_figure_is_one_flat_row()
    {
        var figure = new FigureValue(
            "localizationErrorTop1", "network", "grad-cam", "otsu", "cat", null, new Estimate(0.5, new Interval(0.25, 0.75), 8, 1));

        var row = JsonNode.Parse(await WriteAsync(Results with { Figures = [figure] }))!["figures"]![0]!;

        Assert.Equal(
            """
            {"name":"localizationErrorTop1","model":"network","method":"grad-cam","threshold":"otsu","category":"cat","group":null,
            "mean":0.5,"low":0.25,"high":0.75,"count":8,"missing":1}
            """.ReplaceLineEndings(""),
            row.ToJsonString());
    }

    [Fact]
    public async Task A_difference_tells_what_it_is_of()
    {
        var (one, other) = (new Estimate(0.5, null, 2, 0), new Estimate(0.25, new Interval(0, 0.5), 2, 0));
        var difference = new FigureDifference(
            "pointing", null, "grad-cam", null, "model", "a", "b", new Comparison(one, other, 0.25, new Interval(-0.5, 1)));

        var row = JsonNode.Parse(await WriteAsync(Results with { Differences = [difference] }))!["differences"]![0]!;

        Assert.Equal(
            """
            {"name":"pointing","model":null,"method":"grad-cam","threshold":null,"kind":"model","one":"a","other":"b",
            "difference":0.25,"low":-0.5,"high":1,
            "ofOne":{"mean":0.5,"low":null,"high":null,"count":2,"missing":0},"ofOther":{"mean":0.25,"low":0,"high":0.5,"count":2,"missing":0}}
            """.ReplaceLineEndings(""),
            row.ToJsonString());
    }

    [Fact]
    public async Task A_number_that_is_not_finite_is_null()
    {
        var figure = MadeResults.Value("top1", new Estimate(double.NaN, new Interval(double.NegativeInfinity, double.PositiveInfinity), 1, 0));
        var curve = new MeanCurve("deletion", "network", "grad-cam", [0.5, double.NaN], 1);

        var document = JsonNode.Parse(await WriteAsync(Results with { Figures = [figure], Curves = [curve] }))!;

        Assert.Null(document["figures"]![0]!["mean"]);
        Assert.Null(document["figures"]![0]!["low"]);
        Assert.Null(document["figures"]![0]!["high"]);
        Assert.Equal("[0.5,null]", document["curves"]![0]!["values"]!.ToJsonString());
    }

    [Fact]
    public async Task Doubles_come_back_to_the_last_bit()
    {
        var document = JsonDocument.Parse(await WriteAsync(Results));

        Assert.Equal(
            Results.Figures.Select(figure => figure.Estimate.Mean),
            document.RootElement.GetProperty("figures").EnumerateArray().Select(figure => (double?)figure.GetProperty("mean").GetDouble()));
    }

    [Fact]
    public async Task Equal_results_are_equal_files_in_whatever_order_arguments_came()
    {
        var turned = Results with { Arguments = Results.Arguments.Reverse().ToDictionary() };

        Assert.Equal(await WriteAsync(Results), await WriteAsync(turned));
    }

    private static async Task<byte[]> WriteAsync(EvaluationResults results)
    {
        using var stream = new MemoryStream();
        await ResultsFile.WriteAsync(stream, results, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }
}
