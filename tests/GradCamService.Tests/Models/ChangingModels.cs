using System.Net;
using System.Text.Json;

namespace GradCamService.Tests.Models;

/// <summary>A service whose directory of models is the test's own, to be written into while it runs.</summary>
internal sealed class ChangingModels : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public string Path { get; } = Directory.CreateTempSubdirectory("models").FullName;

    public Service Service { get; private set; } = null!;

    public async Task StartAsync(params (string, string)[] settings) =>
        Service = await Service.StartAsync(null, [.. settings, ("Models:Directories:0", Path)]);

    public Task<JsonElement> GetAsync(string path) => Service.Client.GetAsync(path).JsonAsync();

    public Task<HttpResponseMessage> PostAsync(string path) => Service.PostAsync(path, new ByteArrayContent([]));

    public Task<HttpResponseMessage> AskAsync(string model, string query = "") =>
        Service.PostAsync($"/v1/models/{model}/explanations{query}", Form.Of("rocket.jpg", ("concept", "3"), ("images", "none")));

    /// <summary>The version by which a model answers.</summary>
    public async Task<string?> AnsweringAsync(string model, string query = "") =>
        (await AskAsync(model, query).JsonAsync()).GetProperty("model").GetProperty("version").GetString();

    /// <summary>Waits until something holds of a model, which may be absent: then it is null.</summary>
    public async Task<JsonElement?> UntilAsync(string model, Func<JsonElement?, bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var answer = await Service.Client.GetAsync($"/v1/models/{model}", limit.Token);
            var seen = answer.StatusCode == HttpStatusCode.NotFound ? (JsonElement?)null : await Task.FromResult(answer).JsonAsync();
            if (holds(seen))
                return seen;
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        Directory.Delete(Path, recursive: true);
    }
}
