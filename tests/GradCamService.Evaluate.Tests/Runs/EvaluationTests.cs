using System.Text.Json;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Runs;
using Xunit;

namespace GradCamService.Evaluate.Tests.Runs;

/// <summary>Runs that are whole, stopped and continued, or split say the same.</summary>
public sealed class EvaluationTests(Device device) : IClassFixture<Device>, IDisposable
{
    private static readonly string[] Quick = ["accuracy", "localization", "pointing", "energy", "bias"];
    private static readonly string[] All = [.. Quick, "average-drop", "deletion-insertion", "occlusion-correlation"];

    private readonly string _output = Directory.CreateTempSubdirectory("output").FullName;

    public void Dispose() => Directory.Delete(_output, recursive: true);

    [Fact]
    public async Task A_run_that_was_killed_three_times_ends_with_the_figures_of_a_whole_one()
    {
        var plan = device.Plan(43, Quick, "grad-cam", "layer-cam");
        var whole = await RunAsync(plan, "whole");
        var random = new Random(1);

        for (var kill = 0; kill < 3; kill++)
        {
            // As a kill leaves it: some pieces, and a last line that was not finished.
            await RunAsync(plan, "killed");
            var path = Path.Combine(_output, "killed", "pieces.jsonl");
            using var file = new FileStream(path, FileMode.Open);
            file.SetLength(random.NextInt64(file.Length / 4, file.Length));
        }

        Assert.Equal(whole, await RunAsync(plan, "killed"));
        using var journal = Journal.Open(Path.Combine(_output, "killed"), "plan");
        // What was cut off may have told of earlier ones.
        Assert.InRange(journal.Continued, 1, 4);
    }

    [Fact]
    public async Task A_dataset_in_seven_parts_has_the_figures_of_the_whole()
    {
        var plan = device.Plan(60, Quick, "grad-cam");
        var whole = await RunAsync(plan, "whole");
        var runner = new PieceRunner(plan, device.Queue);

        var parts = new List<PieceResult>();
        foreach (var part in plan.Pieces.GroupBy(piece => piece.Number % 7).Reverse())
            foreach (var piece in part.Reverse())
                parts.Add(JsonSerializer.Deserialize<PieceResult>(JsonSerializer.Serialize(await runner.RunAsync(piece, TestContext.Current.CancellationToken)))!);

        Assert.Equal(whole, Text(ResultsBuilder.Build(plan, parts, Frame(plan))));
    }

    [Fact]
    public async Task Every_metric_is_counted_on_every_photo_that_allows_it()
    {
        var plan = device.Plan(6, All, "grad-cam") with { Occlusion = (20, 15) };
        await RunAsync(plan, "all");
        using var journal = Journal.Open(Path.Combine(_output, "all"), "plan");

        var results = ResultsBuilder.Build(plan, journal.Results, Frame(plan));

        var overall = results.Figures.Where(figure => figure is { Category: null, Group: null }).ToDictionary(figure => figure.Name, figure => figure.Estimate);
        Assert.Equal(FigureTable.All.Select(figure => figure.Name).Append("pointingPerCategory").Order(), overall.Keys.Order());
        Assert.All(overall.Where(figure => !figure.Key.StartsWith("pointing", StringComparison.Ordinal)), figure =>
        {
            // A map without a positive value has no energy.
            Assert.Equal(6, figure.Value.Count + figure.Value.Missing);
            Assert.InRange(figure.Value.Count, figure.Key == "energyInside" ? 1 : 6, 6);
            Assert.InRange(figure.Value.Mean!.Value, figure.Key == "occlusionCorrelation" ? -1 : 0, 1);
        });
        Assert.Equal([29, 29], results.Curves.Select(curve => curve.Values.Count));
        Assert.Equal(3, results.MaxBoxAcc.Count);
    }

    [Fact]
    public async Task Photos_that_cannot_be_read_are_listed_and_the_others_counted()
    {
        var plan = device.Plan(10, Quick, "grad-cam");
        File.WriteAllText(plan.Images[3].Path, "no image");
        File.Delete(plan.Images[7].Path);

        await RunAsync(plan, "bad");
        using var journal = Journal.Open(Path.Combine(_output, "bad"), "plan");
        var results = ResultsBuilder.Build(plan, journal.Results, Frame(plan));

        Assert.Equal(["003.png", "007.png"], results.BadImages.Select(bad => bad.Image));
        Assert.Equal(8, results.Figures.First(figure => figure.Name == "top1").Estimate.Count);
    }

    [Fact]
    public async Task An_output_folder_of_another_plan_is_refused()
    {
        await RunAsync(device.Plan(2, Quick, "grad-cam"), "one");

        var refusal = Assert.Throws<EvaluationException>(() => Journal.Open(Path.Combine(_output, "one"), "another plan"));

        Assert.Contains("choose another --output", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maps_change_as_layers_forget_and_the_served_network_does_not()
    {
        var plan = device.Plan(5, ["accuracy", "sanity"], "grad-cam", "eigen-cam");
        var before = await RunAsync(device.Plan(5, ["accuracy"], "grad-cam"), "before");

        await RunAsync(plan, "sanity");
        using var journal = Journal.Open(Path.Combine(_output, "sanity"), "plan");
        var rows = ResultsBuilder.Build(plan, journal.Results, Frame(plan)).Sanity;

        var layers = plan.Models[0].SanityLayers;
        Assert.Equal(layers, rows.Where(row => row.Method == "grad-cam").Select(row => row.Layer));
        Assert.All(rows, row => Assert.Equal(5, row.Spearman.Count + row.Spearman.Missing));
        // The dense layer alone decides how channels are weighed, and eigen-cam does not look at it.
        Assert.InRange(rows.First(row => row.Method == "grad-cam").Spearman.Mean!.Value, -1, 0.9);
        Assert.Equal(1, rows.First(row => row.Method == "eigen-cam").Spearman.Mean!.Value, 1e-9);
        Assert.InRange(rows.Last(row => row.Method == "eigen-cam").Spearman.Mean!.Value, -1, 0.9);
        Assert.Equal(before, await RunAsync(device.Plan(5, ["accuracy"], "grad-cam"), "after"));
    }

    private async Task<string> RunAsync(EvaluationPlan plan, string output)
    {
        using var journal = Journal.Open(Directory.CreateDirectory(Path.Combine(_output, output)).FullName, "plan");
        await new Evaluation(plan, device.Queue, journal).RunAsync(() => { }, TestContext.Current.CancellationToken);
        return Text(ResultsBuilder.Build(plan, journal.Results, Frame(plan)));
    }

    private static string Text(EvaluationResults results) => JsonSerializer.Serialize(results);

    private static EvaluationResults Frame(EvaluationPlan plan) => new()
    {
        Version = "1",
        Arguments = new Dictionary<string, object?>(),
        Dataset = new DatasetSummary("made", "table", "", plan.Images.Count, 2, [], new Dictionary<string, IReadOnlyList<string>>()),
        Models = [],
        Methods = [],
        Thresholds = [],
    };
}
