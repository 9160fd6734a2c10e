using System.Net;
using System.Text.Json;
using Xunit;

namespace GradCamService.Tests.Models;

/// <summary>What a model may cost until it is ready. Each is loaded by itself: what a stranger has put there is refused, and the others answer.</summary>
public sealed class LoadLimitTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _models = Directory.CreateTempSubdirectory("models").FullName;

    public void Dispose() => Directory.Delete(_models, recursive: true);

    [Fact]
    public async Task A_chain_of_nodes_that_expand_a_constant_is_refused_by_the_bytes_of_its_run()
    {
        HostileNetworks.Expanding(_models, "expanding", 30);
        output.WriteLine($"{new FileInfo(Path.Combine(_models, "expanding", "model.onnx")).Length} bytes");
        await using var service = await StartAsync(("Models:LoadMemory", $"{2L << 30}"));

        var reason = await FailureAsync(service, "expanding");

        Assert.Contains("bytes", reason, StringComparison.Ordinal);
        Assert.Contains("at most 2147483648 (Models:LoadMemory)", reason, StringComparison.Ordinal);
        await AnswersAsync(service);
    }

    [Fact]
    public async Task A_chain_of_nodes_that_expand_a_constant_is_refused_by_its_time()
    {
        HostileNetworks.Expanding(_models, "expanding", 1000);
        await using var service = await StartAsync(("Models:LoadMemory", $"{1L << 50}"), ("Models:LoadTimeout", "00:00:15"));

        Assert.Contains("it is not ready after 15 s, which Models:LoadTimeout allows", await FailureAsync(service, "expanding"), StringComparison.Ordinal);

        await AnswersAsync(service);
    }

    [Fact]
    public async Task Two_hundred_thousand_nodes_are_refused_before_they_are_read()
    {
        HostileNetworks.Long(_models, "long", 200_000);
        output.WriteLine($"{new FileInfo(Path.Combine(_models, "long", "model.onnx")).Length} bytes");
        await using var service = await StartAsync();

        Assert.Contains("it has at least 20001 nodes; a model has at most 20000 (Models:MaxNodes)", await FailureAsync(service, "long"), StringComparison.Ordinal);

        await AnswersAsync(service);
    }

    private Task<Service> StartAsync(params (string, string)[] settings) => Service.StartAsync(null, [.. settings, ("Models:Directories:0", _models)]);

    /// <summary>Waits until a model has failed; tells why.</summary>
    private async Task<string> FailureAsync(Service service, string name)
    {
        JsonElement model;
        do
            model = await service.Client.GetAsync($"/v1/models/{name}").JsonAsync();
        while (model.GetProperty("state").GetString() == "loading");
        output.WriteLine(model.GetProperty("reason").GetString() ?? "");
        Assert.Equal("failed", model.GetProperty("state").GetString());
        Assert.False(model.GetProperty("ready").GetBoolean());
        return model.GetProperty("reason").GetString()!;
    }

    private static async Task AnswersAsync(Service service)
    {
        using var answer = await service.ExplainAsync(Form.Of("chelsea.png", ("images", "none")));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
