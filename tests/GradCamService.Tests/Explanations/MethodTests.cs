using System.Net;
using System.Text.Json;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Tests;
using GradCamService.Explain.Tests.Methods;
using GradCamService.Tests.Answers;
using Xunit;

namespace GradCamService.Tests.Explanations;

/// <summary>Every method over HTTP, on a network of which its values were recorded.</summary>
public sealed class MethodTests(MethodTests.RecordedService service) : IClassFixture<MethodTests.RecordedService>
{
    private const string Path = "/v1/models/recorded/explanations";

    private static readonly RecordedNetwork Recorded = new("resnet");

    public static TheoryData<string> Files => [.. RecordedValue.All.Where(value => value.Network is null).Select(value => value.File)];

    public static TheoryData<string> Methods => [.. MethodTable.All.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Recorded_values_are_met(string file)
    {
        var value = RecordedValue.All.Single(value => value.File == file);
        var method = MethodTable.Named(value.Method);
        var met = 0;
        foreach (var layer in method.Pixels is null ? Recorded.Layers : ["last"])
            foreach (var (input, concept) in Recorded.Concepts)
            {
                if (Recorded.FileOf(value, input, concept, layer) is not { } record)
                    continue;
                met++;
                var form = Photo(input, [("concept", $"{concept}"), ("method", value.Method), ("layer", Recorded.TensorOf(layer)), .. value.Fields]);
                var arrays = await Npz.ReadAsync(service.PostAsync(Path, form, "application/x-npz"));

                var found = arrays[method switch
                {
                    { Pixels: null } => "map",
                    { Map: not null } => "guided_grad_cam",
                    { Name: "guided-backprop" } => "guided_backprop",
                    _ => "attribution",
                }];
                var score = arrays.Answer.GetProperty("explanations")[0].GetProperty("score").GetDouble();
                var expected = Recorded.Load(record);
                var values = value.Read(found.Values, expected, score);
                // The photo is resized and normalized here, as it was for the record.
                Assert.InRange(Deviation.Of(expected, values), 0, value.ToleranceAt(layer));
            }
        Assert.InRange(met, 2, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task An_answer_has_what_its_method_has_and_is_the_same_again(string name)
    {
        var method = MethodTable.Named(name);
        (string, string)[] brief = [.. new[] { ("steps", "3"), ("samples", "2"), ("masks", "20"), ("seed", "5") }
            .Where(setting => method.Fields.Any(field => field.Name == setting.Item1))];

        var first = await AskAsync();
        var second = await AskAsync();

        Assert.Equal("ok", first.GetProperty("status").GetString());
        Assert.Equal(method.Map is null, first.GetProperty("map").ValueKind == JsonValueKind.Null);
        Assert.Equal(method.Map is null && method.Pixels?.IsMap != true, first.GetProperty("localization").ValueKind == JsonValueKind.Null);
        Assert.Equal(method.Pictures.Order(), first.GetProperty("images").EnumerateObject().Select(picture => picture.Name).Order());
        Assert.Equal(first.ToString(), second.ToString());

        async Task<JsonElement> AskAsync() => (await service.PostAsync(Path, Photo("chelsea", [("method", name), .. brief])).JsonAsync())
            .GetProperty("explanations")[0];
    }

    [Fact]
    public async Task Layers_have_a_map_each_or_one_together()
    {
        (string, string)[] layers = [.. Recorded.Layers.Select(layer => ("layer", Recorded.TensorOf(layer)))];

        var apart = await service.PostAsync(Path, Photo("chelsea", [("method", "layer-cam"), .. layers])).JsonAsync();
        var fused = await service.PostAsync(Path, Photo("chelsea", [("method", "layer-cam"), ("fuse", "true"), ("augment", "true"), .. layers])).JsonAsync();
        var arrays = await Npz.ReadAsync(service.PostAsync(Path, Photo("chelsea", [("method", "layer-cam"), .. layers]), "application/x-npz"));

        // In the network's order.
        Assert.Equal(["mid", "last"], apart.GetProperty("explanations").EnumerateArray().Select(entry =>
            Recorded.Layers.Single(layer => Recorded.TensorOf(layer) == entry.GetProperty("layer").GetString())));
        var one = Assert.Single(fused.GetProperty("explanations").EnumerateArray());
        Assert.Equal($"{Recorded.TensorOf("mid")} + {Recorded.TensorOf("last")}", one.GetProperty("layer").GetString());
        Assert.InRange(one.GetProperty("map").GetProperty("max").GetDouble(), 0.5, 1);
        Assert.Equal([1, 16, 16], arrays["map_0"].Shape);
        Assert.Equal([1, 8, 8], arrays["map_1"].Shape);
    }

    [Theory]
    [InlineData("method=occlusion&patch=0", "patch", "'0' is not a whole number from 1 to 4096")]
    [InlineData("method=occlusion&baseline=grey", "baseline", "'grey' is not a baseline; there are mean, black, white, own, a colour such as #7f7f7f")]
    [InlineData("method=integrated-gradients&baseline=#12345", "baseline", "is not a baseline")]
    [InlineData("method=grad-cam&steps=10", "steps", "'steps' belongs to integrated-gradients; asked for is grad-cam")]
    [InlineData("method=smooth-grad&noise=2", "noise", "'2' is not a number from 0 to 1")]
    [InlineData("method=grad-cam&fuse=true", "fuse", "name each in a field 'layer'")]
    [InlineData("method=gradient&augment=true", "augment", "gradient has none")]
    [InlineData("method=grad-cam&layer=nowhere", "layer", "not a target layer of this model")]
    [InlineData("method=occlusion&method=rise&masks=10000&patch=1&stride=1&top=3&method=smooth-grad&samples=1000&method=integrated-gradients&steps=1000",
        "method", "at most 20,000 are done for a request")]
    public async Task A_wrong_setting_is_refused_with_what_would_be_right(string fields, string field, string expected)
    {
        var form = Photo("chelsea", [.. fields.Split('&').Select(each => each.Split('=')).Select(each => (each[0], each[1]))]);

        var problem = await service.PostAsync(Path, form).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(problem.Errors[field], message => message.Contains(expected, StringComparison.Ordinal));
    }

    private static Form Photo(string name, params (string Field, string Value)[] fields) =>
        Form.With(File.ReadAllBytes(Recorded.PathOf(name + ".png")), name + ".png", fields);

    /// <summary>A service with that network.</summary>
    public sealed class RecordedService : Service
    {
        private static readonly string Models = Directory.CreateTempSubdirectory("models").FullName;

        public RecordedService()
            : base(new Dictionary<string, string> { ["Models:Bundled:0"] = "none", ["Models:Directories:0"] = Models })
        {
            var folder = Directory.CreateDirectory(System.IO.Path.Combine(Models, "recorded")).FullName;
            File.Copy(Recorded.PathOf("model.onnx"), System.IO.Path.Combine(folder, "model.onnx"));
            File.WriteAllText(System.IO.Path.Combine(folder, "model.json"), $$"""
                {
                  "name": "recorded", "task": "classification", "graph": "model.onnx",
                  "input": {
                    "width": 64, "height": 64, "fit": "stretch",
                    "mean": [123.675, 116.28, 103.53], "std": [58.395, 57.12, 57.375]
                  },
                  "targetLayer": "{{Recorded.TensorOf("last")}}",
                  "layers": ["{{Recorded.TensorOf("mid")}}", "{{Recorded.TensorOf("last")}}"]
                }
                """);
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Directory.Delete(Models, recursive: true);
        }
    }
}
