using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GradCamService.Explain.Library;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Tests;
using GradCamService.Tests.Commands;
using TorchSharp;
using Xunit;

namespace GradCamService.Tests.Models;

/// <summary>ONNX files without a manifest, served and described.</summary>
public sealed class BareModelTests : IAsyncLifetime
{
    private const string BehindAttention = "layer_norm_4";

    private readonly string _models = Directory.CreateTempSubdirectory("models").FullName;
    private Service _service = null!;

    public async ValueTask InitializeAsync()
    {
        Copy("mobilenet_v2/script.onnx", "mobile/network.onnx");
        Copy("vit/dynamo.onnx", "vit.onnx");
        Copy("vit/dynamo.onnx", "behind/model.onnx");
        File.WriteAllText(Path.Combine(_models, "behind", "model.json"), await BehindAsync());
        Directory.CreateDirectory(Path.Combine(_models, "broken"));
        File.WriteAllBytes(Path.Combine(_models, "broken", "model.onnx"), TestData.Read("Goldens/families/vgg/script.onnx")[..5000]);
        _service = await Service.StartAsync(null, ("Models:Directories:0", _models));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_models, recursive: true);
    }

    [Fact]
    public async Task A_bare_model_tells_what_was_inferred_and_how_its_layers_see()
    {
        var model = await _service.Client.GetAsync("/v1/models/mobile").JsonAsync();

        Assert.True(model.GetProperty("ready").GetBoolean());
        Assert.Equal("classification", model.GetProperty("task").GetString());
        Assert.Equal("relu", model.GetProperty("guided").GetString());
        Assert.Equal("softmax", model.GetProperty("scores").GetString());
        Assert.StartsWith("softmax: ", model.GetProperty("inferred").GetProperty("scores").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            MethodTable.All.Select(method => method.Name), model.GetProperty("methods").EnumerateArray().Select(method => method.GetString()));
        Assert.Equal("the last map before pooling or flattening", model.GetProperty("inferred").GetProperty("targetLayer").GetString());
        Assert.Equal(112, model.GetProperty("input").GetProperty("width").GetInt32());
        var last = model.GetProperty("layers").EnumerateArray().Last();
        Assert.True(last.GetProperty("default").GetBoolean());
        Assert.Equal((8, 43, 14),
            (last.GetProperty("stride").GetInt32(), last.GetProperty("receptiveField").GetInt32(), last.GetProperty("height").GetInt32()));
        Assert.Equal("none", (await _service.Client.GetAsync("/v1/models/vit").JsonAsync()).GetProperty("guided").GetString());
        Assert.Empty((await _service.Client.GetAsync("/v1/models/efficientnet-lite0").JsonAsync()).GetProperty("inferred")
            .EnumerateObject());
    }

    [Theory]
    [InlineData("mobile")]
    [InlineData("vit")]
    public async Task A_bare_model_explains(string name)
    {
        var answer = await ExplainAsync(name).JsonAsync();

        var entry = answer.GetProperty("explanations")[0];
        Assert.Equal("3", entry.GetProperty("concept").GetProperty("label").GetString());
        Assert.Contains(entry.GetProperty("status").GetString(), new[] { "ok", "empty" });
        Assert.Contains(entry.GetProperty("map").GetProperty("values").Floats(), value => value != 0);
    }

    [Fact]
    public async Task A_layer_behind_pooling_is_refused_with_the_layers_that_work()
    {
        var problem = await ExplainAsync("mobile", ("layer", "/GlobalAveragePool_output_0"))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        var text = Assert.Single(problem.Errors["layer"]);
        Assert.Contains("without positions on the image", text, StringComparison.Ordinal);
        Assert.Contains("'/features/features.6/features.6.2/Clip_output_0'", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_that_is_not_offered_is_refused_but_known()
    {
        var problem = await ExplainAsync("mobile", ("layer", "/features/features.0/features.0.0/Conv_output_0"))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("its manifest does not offer it", Assert.Single(problem.Errors["layer"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_layer_behind_the_last_attention_is_empty_with_that_reason()
    {
        var entry = (await ExplainAsync("behind", ("method", "grad-cam")).JsonAsync()).GetProperty("explanations")[0];

        Assert.Equal("empty", entry.GetProperty("status").GetString());
        Assert.Contains("only the class token reaches the scores", entry.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("localization").GetProperty("box").ValueKind);
    }

    [Fact]
    public async Task A_broken_file_is_listed_with_its_reason()
    {
        var model = await _service.Client.GetAsync("/v1/models/broken").JsonAsync();

        Assert.False(model.GetProperty("ready").GetBoolean());
        Assert.Contains("is not an ONNX file, or it is truncated", model.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describe_prints_a_manifest_that_loads_as_the_same_model()
    {
        var path = Path.Combine(_models, "mobile", "network.onnx");

        var (exit, output, errors) = await DescribeAsync(path);

        Assert.Equal(0, exit);
        Assert.Contains("targetLayer: the last map before pooling or flattening", errors, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_models, "mobile", "model.json"), output);
        using var library = ModelLibrary.Load([Path.GetDirectoryName(path)!], torch.CPU);
        Assert.True(library.Entries[0].IsReady, library.Entries[0].Reason);
        Assert.Equal("/features/features.6/features.6.2/Clip_output_0", library.Entries[0].Model!.DefaultLayer.Name);
        Assert.Empty(library.Entries[0].Manifest!.Inferred);
    }

    [Fact]
    public async Task Describe_says_why_a_file_cannot_be_served()
    {
        var (exit, output, errors) = await DescribeAsync(Path.Combine(_models, "broken", "model.onnx"));

        Assert.Equal((1, ""), (exit, output));
        Assert.Contains("is not an ONNX file, or it is truncated", errors, StringComparison.Ordinal);
        Assert.Equal(1, (await DescribeAsync(Path.Combine(_models, "none.onnx"))).Exit);
    }

    private Task<HttpResponseMessage> ExplainAsync(string model, params (string, string)[] fields) =>
        _service.PostAsync($"/v1/models/{model}/explanations", Form.Of("chelsea.png", [("concept", "3"), ("images", "none"), .. fields]));

    private void Copy(string golden, string name)
    {
        var path = Path.Combine(_models, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, TestData.Read($"Goldens/families/{golden}"));
    }

    private async Task<string> BehindAsync()
    {
        var manifest = JsonNode.Parse((await DescribeAsync(Path.Combine(_models, "vit.onnx"))).Output)!;
        manifest["name"] = "behind";
        manifest["graph"] = "model.onnx";
        manifest["targetLayer"] = BehindAttention;
        manifest["layers"]!.AsArray().Add(BehindAttention);
        manifest.AsObject().Remove("sha256");
        return manifest.ToJsonString();
    }

    private static Task<Typed> DescribeAsync(string path) => Typed.RunAsync("describe", path);
}
