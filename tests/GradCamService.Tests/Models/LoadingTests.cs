using System.Net;
using System.Text.Json;
using GradCamService.Explain.Tests;
using GradCamService.Tests.Jobs;
using Xunit;

namespace GradCamService.Tests.Models;

/// <summary>Models that are loaded, replaced and unloaded while the service runs, and their versions.</summary>
public sealed class LoadingTests(ITestOutputHelper output) : IAsyncDisposable
{
    private readonly ChangingModels _models = new();

    public ValueTask DisposeAsync() => _models.DisposeAsync();

    [Fact]
    public async Task The_newest_version_answers_unless_another_is_asked_for()
    {
        DenseNetwork.Write(_models.Path, "many/2", "two", "many");
        DenseNetwork.Write(_models.Path, "many/10", "ten", "many");
        await _models.StartAsync();

        Assert.Equal("10", await _models.AnsweringAsync("many"));
        Assert.Equal("2", await _models.AnsweringAsync("many", "?version=2"));
        var problem = await _models.AskAsync("many", "?version=3").ProblemAsync(HttpStatusCode.NotFound);
        Assert.Equal("The model 'many' has no version '3'; there are 10, 2.", problem.Detail);
        var listed = (await _models.GetAsync("/v1/models")).GetProperty("models").EnumerateArray().Single(model => model.GetProperty("name").GetString() == "many");
        Assert.Equal("10", listed.GetProperty("version").GetString());
        Assert.Equal(["10 ready", "2 ready"], listed.GetProperty("versions").EnumerateArray()
            .Select(version => $"{version.GetProperty("version").GetString()} {version.GetProperty("state").GetString()}"));
        Assert.Equal("2", (await _models.GetAsync("/v1/models/many?version=2")).GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_version_that_is_added_answers_once_it_was_loaded_and_the_one_before_when_it_is_unloaded()
    {
        DenseNetwork.Write(_models.Path, "many/1", "one", "many");
        await _models.StartAsync();

        DenseNetwork.Write(_models.Path, "many/2", "two", "many");
        Assert.Equal("1", await _models.AnsweringAsync("many"));
        Assert.Equal("2", (await _models.PostAsync("/v1/models/many/load").JsonAsync()).GetProperty("version").GetString());
        Assert.Equal("2", await _models.AnsweringAsync("many"));

        var unloaded = await _models.PostAsync("/v1/models/many/unload?version=2").JsonAsync();
        Assert.Equal(("unloaded", 0), (unloaded.GetProperty("state").GetString(), unloaded.GetProperty("memoryBytes").GetInt64()));
        Assert.Equal("1", await _models.AnsweringAsync("many"));
        await _models.PostAsync("/v1/models/many/unload").JsonAsync();
        var problem = await _models.AskAsync("many").ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("The model 'many' is not ready: an administrator has unloaded it", problem.Detail);
        await _models.PostAsync("/v1/models/many/load?version=1").JsonAsync();
        Assert.Equal("1", await _models.AnsweringAsync("many"));
    }

    [Fact]
    public async Task What_cannot_be_loaded_is_refused_and_the_model_before_goes_on()
    {
        DenseNetwork.Write(_models.Path, "one", "good");
        await _models.StartAsync();
        var file = Path.Combine(_models.Path, "one", "model.onnx");
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..5000]);

        var problem = await _models.PostAsync("/v1/models/one/load").ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.StartsWith("The model 'one' cannot be loaded: 'model.onnx'", problem.Detail, StringComparison.Ordinal);
        Assert.Equal("good", await _models.AnsweringAsync("one"));
        var model = await _models.GetAsync("/v1/models/one");
        Assert.Equal("ready", model.GetProperty("state").GetString());
        Assert.StartsWith(
            "what is in its folder now cannot be loaded, and the model before goes on: 'model.onnx'", model.GetProperty("reason").GetString(), StringComparison.Ordinal);
        DenseNetwork.Write(_models.Path, "one", "better");
        await _models.PostAsync("/v1/models/one/load").JsonAsync();
        Assert.Equal("better", await _models.AnsweringAsync("one"));
        Assert.False((await _models.GetAsync("/v1/models/one")).TryGetProperty("reason", out _));
    }

    [Fact]
    public async Task A_job_goes_on_with_the_version_that_it_was_accepted_for()
    {
        DenseNetwork.Write(_models.Path, "many/1", "one", "many");
        await _models.StartAsync();
        var form = Form.Without(("model", "many"), ("concept", "3"), ("images", "none"), ("method", "occlusion"), ("stride", "1"));
        for (var i = 0; i < 40; i++)
            form.File("image", TestData.Read("Images/rgb.png"), $"{i}.png");
        var id = await _models.Service.Client.SubmitAsync(form);

        DenseNetwork.Write(_models.Path, "many/2", "two", "many");
        await _models.PostAsync("/v1/models/many/load").JsonAsync();
        output.WriteLine($"{(await _models.Service.Client.JobAsync(id)).Done()} of 40 photos are done when version 2 answers");
        Assert.Equal("2", await _models.AnsweringAsync("many"));

        Assert.Equal(("succeeded", 0), await _models.Service.Client.UntilEndedAsync(id) is var job ? (job.State(), job.Failed()) : default);
        for (var i = 0; i < 40; i++)
            Assert.Equal("1", (await _models.GetAsync($"/v1/jobs/{id}/items/{i}")).GetProperty("model").GetProperty("version").GetString());
    }

    [Theory]
    [InlineData("/v1/models/nothing/load", HttpStatusCode.NotFound, "There is no model 'nothing'")]
    [InlineData("/v1/models/nothing/unload", HttpStatusCode.NotFound, "There is no model 'nothing'")]
    [InlineData("/v1/models/efficientnet-lite0/load?version=7", HttpStatusCode.NotFound, "has no version '7'; there is 1.")]
    [InlineData("/v1/models/efficientnet-lite0/load?vresion=1", HttpStatusCode.UnprocessableEntity, "'version'")]
    public async Task What_is_not_there_is_told(string path, HttpStatusCode status, string expected)
    {
        await _models.StartAsync();

        Assert.Contains(expected, (await _models.PostAsync(path).ProblemAsync(status)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_that_come_change_and_go_are_noticed()
    {
        DenseNetwork.Write(_models.Path, "one", "a");
        await _models.StartAsync(("Models:Watch", "true"));

        DenseNetwork.Write(_models.Path, "added", "a");
        await _models.UntilAsync("added", model => StateOf(model) == "ready");
        DenseNetwork.Write(_models.Path, "one", "b");
        await _models.UntilAsync("one", model => model?.GetProperty("version").GetString() == "b");
        Assert.Equal("b", await _models.AnsweringAsync("one"));

        // Half of a file: the model goes on and says so, until the other half is there.
        var file = Path.Combine(_models.Path, "one", "model.onnx");
        DenseNetwork.Write(_models.Path, "one", "c");
        var whole = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, whole[..(whole.Length / 2)]);
        await _models.UntilAsync("one", model => model?.TryGetProperty("reason", out _) == true);
        Assert.Equal("b", await _models.AnsweringAsync("one"));
        await File.WriteAllBytesAsync(file, whole);
        await _models.UntilAsync("one", model => model?.GetProperty("version").GetString() == "c");
        Assert.Equal("c", await _models.AnsweringAsync("one"));

        Directory.Delete(Path.Combine(_models.Path, "added"), recursive: true);
        await _models.UntilAsync("added", model => model is null);
    }

    private static string? StateOf(JsonElement? model) => model?.GetProperty("state").GetString();
}
