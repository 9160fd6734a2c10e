using System.Net;
using Xunit;

namespace GradCamService.Tests.Models;

/// <summary>More models than there is memory for.</summary>
public sealed class ModelMemoryTests : IAsyncDisposable
{
    private static readonly string[] Names = ["one", "two", "three"];

    private readonly ChangingModels _models = new();

    public ValueTask DisposeAsync() => _models.DisposeAsync();

    [Fact]
    public async Task Models_that_nobody_has_asked_for_longest_are_let_go_and_loaded_again_when_they_are_asked()
    {
        const long budget = 20_000_000 + (5 * DenseNetwork.Bytes / 2);
        foreach (var name in Names)
            DenseNetwork.Write(_models.Path, name, "1");
        await _models.StartAsync(("Models:MemoryBudget", $"{budget}"));

        Assert.Contains("idle", await StatesAsync());
        Assert.InRange(await BytesAsync(), 1, budget);
        for (var round = 0; round < 2; round++)
            foreach (var name in Names)
            {
                // All who ask meanwhile wait for the same load.
                var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _models.AskAsync(name)));
                Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
                var model = await _models.GetAsync($"/v1/models/{name}");
                Assert.Equal(("ready", DenseNetwork.Bytes), (model.GetProperty("state").GetString(), model.GetProperty("memoryBytes").GetInt64()));
                Assert.InRange(await BytesAsync(), 1, budget);
            }
        var idle = (await _models.GetAsync("/v1/models")).GetProperty("models").EnumerateArray().First(model => model.GetProperty("state").GetString() == "idle");
        Assert.True(idle.GetProperty("ready").GetBoolean());
        Assert.Equal(0, idle.GetProperty("memoryBytes").GetInt64());
        // Other services of this process write the same metric.
        Assert.Matches("""(?m)^gradcam_model_memory_bytes\{.*model="three",version="1"\} \d""", await _models.Service.Client.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task A_model_that_never_fits_is_refused_with_its_size_and_the_budget()
    {
        DenseNetwork.Write(_models.Path, "one", "1");
        await _models.StartAsync(("Models:MemoryBudget", "19000000"));
        DenseNetwork.Write(_models.Path, "large", "1", rows: 5);

        var problem = await _models.PostAsync("/v1/models/large/load").ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Matches(@"its constants take \d+ bytes; those of all models together may take 19000000 \(Models:MemoryBudget\)", problem.Detail);
        Assert.Equal("1", await _models.AnsweringAsync("one"));
    }

    private async Task<List<string?>> StatesAsync() => [.. (await _models.GetAsync("/v1/models")).GetProperty("models").EnumerateArray()
        .Select(model => model.GetProperty("state").GetString())];

    /// <summary>What all models take together.</summary>
    private async Task<long> BytesAsync() => (await _models.GetAsync("/v1/models")).GetProperty("models").EnumerateArray()
        .Sum(model => model.GetProperty("memoryBytes").GetInt64());
}
