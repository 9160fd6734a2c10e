using System.Text.Json;
using GradCamService.Commands.Client;
using GradCamService.Explain.Tests;
using GradCamService.Tests.Commands;
using Xunit;

namespace GradCamService.Tests.Jobs;

/// <summary><c>jobs</c>: a service's jobs from the command line.</summary>
[Collection(DatasetTests.Name)]
public sealed class JobsCommandTests(ServiceWithDataset service) : IAsyncLifetime
{
    private string Url => service.Client.BaseAddress!.ToString();

    public async ValueTask InitializeAsync() => await service.UntilReadAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Photos_of_a_folder_are_explained_and_the_result_is_unpacked()
    {
        var (photos, results) = (service.NewFolder(), service.NewFolder());
        File.WriteAllBytes(Path.Combine(photos, "cup.png"), TestData.Read("Images/coffee.png"));
        File.WriteAllBytes(Path.Combine(photos, "broken.png"), "no photo"u8.ToArray());

        var done = await RunAsync("submit", photos, "--model", "efficientnet-lite0", "--method", "grad-cam", "--wait", "--output", results);

        Assert.Equal(3, done.Exit);
        Assert.Contains("1 of 2 images are done; 1 could not be", done.Errors, StringComparison.Ordinal);
        var lines = File.ReadAllLines(Path.Combine(results, "answers.jsonl")).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        Assert.Equal(["broken.png", "cup.png"], lines.Select(line => line.GetProperty("name").GetString()));
        Assert.True(lines[0].TryGetProperty("problem", out _));
        Assert.True(File.Exists(Path.Combine(results, lines[1].GetProperty("npz").GetString()!)));
    }

    [Fact]
    public async Task A_folder_of_photos_in_classes_is_sent_as_a_dataset_and_measured()
    {
        var results = service.NewFolder();

        var done = await RunAsync("submit", service.Dataset, "--kind", "evaluation", "--model", "efficientnet-lite0", "--limit", "2", "--metric", "pointing", "--wait", "--output", results);

        Assert.Equal(0, done.Exit);
        var dataset = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(results, "results.json"))).GetProperty("dataset");
        Assert.Equal(("photos", 2), (dataset.GetProperty("name").GetString(), dataset.GetProperty("images").GetInt32()));
        Assert.True(File.Exists(Path.Combine(results, "report.html")));
    }

    [Fact]
    public async Task A_job_is_listed_shown_saved_and_deleted_and_its_key_gives_it_again()
    {
        string[] submit = ["submit", "--kind", "evaluation", "--dataset", "photos", "--model", "efficientnet-lite0", "--limit", "1", "--metric", "accuracy", "--key", "one"];
        var id = (await RunAsync(submit)).Output.Trim();
        Assert.Equal(id, (await RunAsync(submit)).Output.Trim());
        Assert.Equal(0, (await RunAsync("show", id, "--wait")).Exit);

        var file = Path.Combine(service.NewFolder(), "figures.json");
        var listed = await RunAsync("list", "--kind", "evaluation", "--state", "succeeded");
        var shown = await RunAsync("show", id);
        var saved = await RunAsync("result", id, "--output", file);
        var cancelled = await RunAsync("cancel", id);

        Assert.Contains(id, listed.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 1", shown.Words, StringComparison.Ordinal);
        Assert.Equal((0, 0), (saved.Exit, cancelled.Exit));
        Assert.Equal(1, JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file)).GetProperty("dataset").GetProperty("images").GetInt32());
        Assert.Contains($"There is no job '{id}'", (await RunAsync("show", id)).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("submti", "did you mean 'submit'?")]
    [InlineData("submit", "needs photos")]
    [InlineData("submit nowhere.jpg", "'nowhere.jpg' is not there")]
    [InlineData("submit nowhere.zip", "'nowhere.zip' is not there")]
    [InlineData("submit a.jpg --output out", "'--output' needs '--wait'")]
    [InlineData("submit --kind evaluation", "An evaluation needs a dataset")]
    [InlineData("submit --kind evaluation --dataset photo --model efficientnet-lite0", "dataset: 'photo' is not a dataset")]
    [InlineData("submit --kind evaluation --dataset photos --model efficientnet-lite0 --pointing-tolerance -1", "--pointing-tolerance: '-1' is not a number from 0")]
    [InlineData("submit --kind evaluations --dataset photos", "needs photos")]
    [InlineData("show", "takes one id")]
    [InlineData("show nothing", "There is no job 'nothing'")]
    [InlineData("result x", "'jobs result' needs '--output FILE'")]
    [InlineData("list --state done", "state")]
    [InlineData("list --url nowhere", "is no address")]
    public async Task What_is_wrong_is_said_and_the_exit_code_is_2(string typed, string expected)
    {
        var refused = typed.Contains("--url", StringComparison.Ordinal) ? await Typed.RunAsync(["jobs", .. typed.Split(' ')]) : await RunAsync(typed.Split(' '));

        Assert.Equal(2, refused.Exit);
        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_failure_in_words()
    {
        // Nobody listens at the port of discarded datagrams.
        var failed = await Typed.RunAsync("jobs", "list", "--url", "http://127.0.0.1:9");

        Assert.Equal(1, failed.Exit);
        Assert.Contains("http://127.0.0.1:9 cannot be asked", failed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_shows_examples_and_every_field_is_an_option_of_its_own()
    {
        var help = await Typed.RunAsync("jobs", "--help");
        var own = JobsCommand.Row.OwnOptions.Keys.ToList();

        Assert.Equal(0, help.Exit);
        Assert.Contains("submit photos/ --model efficientnet-lite0", help.Words, StringComparison.Ordinal);
        Assert.Contains("--pointing-tolerance", help.Words, StringComparison.Ordinal);
        Assert.Empty(own.Intersect(JobsCommand.Row.Fields.Select(option => option.Name)));
    }

    private Task<Typed> RunAsync(params string[] arguments) => Typed.RunAsync(["jobs", .. arguments, "--url", Url]);
}
