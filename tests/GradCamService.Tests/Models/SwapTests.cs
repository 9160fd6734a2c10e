using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Xunit;

namespace GradCamService.Tests.Models;

/// <summary>A model that is replaced while it is asked. Alone: the memory that is measured is this process's.</summary>
[Trait("Category", "Soak")]
[Collection(nameof(MemoryTests))]
public sealed class SwapTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Name = "swapped";
    private const int Askers = 4;
    private const int First = 20;
    private static readonly int Window = Environment.GetEnvironmentVariable("TESTS_LONG") == "1" ? 60 : 8;
    private const int Windows = 3;

    /// <summary>
    /// What garbage, pools of threads and the heap's own order may take more: readings go up and down by 15 MB. If every swap left its model behind, it would be
    /// 100 MB, and 756 MB in the long run, where one in twenty would exceed this.
    /// </summary>
    private const long Slack = 32 << 20;

    private readonly string _models = Directory.CreateTempSubdirectory("models").FullName;
    private readonly ConcurrentBag<(string Version, bool IsKnown)> _answers = [];
    private readonly Dictionary<string, string> _known = [];
    private Service _service = null!;

    public async ValueTask InitializeAsync()
    {
        DenseNetwork.Write(_models, Name, "a");
        // Alone in its batch, each answer is the same to the last bit.
        _service = await Service.StartAsync(null, ("Models:Directories:0", _models), ("Queue:MaxBatch", "1"));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_models, recursive: true);
    }

    [Fact]
    public async Task Swaps_under_load_lose_no_answer_give_no_wrong_one_and_leave_no_memory_behind()
    {
        foreach (var version in new[] { "a", "b" })
        {
            await SwapAsync(version);
            _known[version] = Bare(await AskAsync().JsonAsync());
        }
        Assert.NotEqual(_known["a"].Replace("\"a\"", "\"b\"", StringComparison.Ordinal), _known["b"]);
        var clock = Stopwatch.StartNew();

        var readings = new List<InUse> { await InUseAfterAsync(First) };
        for (var window = 0; window < Windows; window++)
            readings.Add(await InUseAfterAsync(Window));

        output.WriteLine($"{First + Windows * Window} swaps and {_answers.Count} answers in {clock.Elapsed.TotalSeconds:0} s: "
            + $"{string.Join(", ", _answers.CountBy(answer => answer))}; after {First} swaps, and {Window} more each time: {string.Join(", ", readings)}, "
            + $"resident {Environment.WorkingSet >> 20} MiB");
        Assert.All(_answers, answer => Assert.True(answer.IsKnown));
        Assert.Equal(["a", "b"], _answers.Select(answer => answer.Version).Distinct().Order());
        Assert.InRange(readings[^1].Total - readings[0].Total, long.MinValue, Slack);
    }

    private async Task<InUse> InUseAfterAsync(int swaps)
    {
        using var ended = new CancellationTokenSource();
        var asking = Enumerable.Range(0, Askers).Select(_ => AskUntilAsync(ended.Token)).ToList();
        for (var i = 0; i < swaps; i++)
            await SwapAsync(i % 2 == 0 ? "a" : "b");
        await ended.CancelAsync();
        await Task.WhenAll(asking);
        return InUse.Now();
    }

    private async Task AskUntilAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            using var answer = await AskAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var json = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(CancellationToken.None));
            var version = json.GetProperty("model").GetProperty("version").GetString()!;
            Assert.Equal(version, Assert.Single(answer.Headers.GetValues("X-Model-Version")));
            _answers.Add((version, Bare(json) == _known[version]));
        }
    }

    private async Task SwapAsync(string version)
    {
        DenseNetwork.Write(_models, Name, version);
        var loaded = await _service.PostAsync($"/v1/models/{Name}/load", new ByteArrayContent([])).JsonAsync();
        Assert.Equal(version, loaded.GetProperty("version").GetString());
    }

    private Task<HttpResponseMessage> AskAsync() => _service.PostAsync($"/v1/models/{Name}/explanations", Form.Of("rocket.jpg", ("concept", "3"), ("images", "none")));

    /// <summary>All that an answer says, but how long it took.</summary>
    private static string Bare(JsonElement answer) => JsonSerializer.Serialize(
        answer.EnumerateObject().Where(property => property.Name != "timings").ToDictionary(property => property.Name, property => property.Value));
}
