using System.Text.Json;
using System.Text.Json.Nodes;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Tasks;
using GradCamService.Tests;
using Json.Schema;
using Xunit;

namespace GradCamService.Explain.Tests.Manifests;

public sealed class ModelSchemaTests
{
    private const string Path = "docs/model.schema.json";

    private static readonly JsonSchema Schema = JsonSchema.FromText(ModelSchema.Generate());

    [Fact]
    public void The_committed_schema_is_the_generated_one()
    {
        var generated = ModelSchema.Generate();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(Repository.At(Path), generated);

        Assert.True(
            File.ReadAllText(Repository.At(Path)) == generated,
            $"{Path} is not what the records say. If the change is meant, run these tests with UPDATE_DOCS=1 and commit the file.");
    }

    [Theory]
    [InlineData("captioner")]
    [InlineData("catch-policy")]
    [InlineData("efficientnet-lite0")]
    [InlineData("efficientnet-lite2")]
    [InlineData("vqa")]
    public void A_bundled_manifest_is_valid(string model) =>
        Assert.Empty(Errors(File.ReadAllText(ModelsDirectory.Bundled(model, "model.json"))));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "$schema": "model.schema.json", "license": null, "input": { "crop": null } }""")]
    [InlineData("""{ "layers": ["a", "b"], "targetLayer": "b" }""")]
    [InlineData("""{ "threshold": 0.4 }""")]
    [InlineData("""{ "threshold": "Otsu" }""")]
    [InlineData("""{ "threshold": "p97.5" }""")]
    [InlineData("""{ "input": { "layout": "NHWC", "color": "gray", "mean": [0], "std": [255] }, "concepts": "labels.txt" }""")]
    [InlineData("""{ "task": "segmentation", "scores": "sigmoid", "labels": ["crack"] }""")]
    [InlineData("""{ "task": "regression", "output": "age" }""")]
    [InlineData("""
        { "task": "detection", "output": "logits", "scores": "softmax",
          "boxes": { "output": "pred_boxes", "format": "cxcywh", "unit": "normalized", "noObject": "last", "overlap": 1, "least": 0.5 } }
        """)]
    [InlineData("""
        { "task": "captioning", "vocabulary": "words.json", "bind": { "ids": "caption" },
          "tokens": { "height": 7, "width": 8, "skip": 1, "start": 1, "end": 2 } }
        """)]
    [InlineData("""
        { "task": "embedding", "bind": { "age": "numbers", "dose": { "from": "numbers", "default": [0.5], "min": 0, "max": 1, "shape": [] },
          "before": { "from": "picture", "width": 8, "mean": [0], "std": [255] }, "mode": { "from": "constant", "value": [1, 2], "shape": [2] } } }
        """)]
    public void What_is_read_is_valid(string change)
    {
        var json = LeastManifest.With(change);

        Assert.Empty(Errors(json));
        using var models = new ModelsDirectory();
        Assert.Equal("mine", ModelManifest.Read(models.Write("mine", "model.json", json), TaskTable.Rules).Name);
    }

    [Theory]
    [InlineData("""{ "name": "my model" }""")]
    [InlineData("""{ "name": null }""")]
    [InlineData("""{ "task": "clasification" }""")]
    [InlineData("""{ "targetlayer": "head" }""")]
    [InlineData("""{ "version": 1 }""")]
    [InlineData("""{ "threshold": 1.5 }""")]
    [InlineData("""{ "threshold": "p101" }""")]
    [InlineData("""{ "threshold": true }""")]
    [InlineData("""{ "graph": " " }""")]
    [InlineData("""{ "layers": ["a", "a"] }""")]
    [InlineData("""{ "layers": ["a", ""] }""")]
    [InlineData("""{ "sha256": { "model.onnx": "abc" } }""")]
    [InlineData("""{ "encoder": { "graph": "a.onnx" } }""")]
    [InlineData("""{ "bind": { "ids": "captions" } }""")]
    [InlineData("""{ "bind": { "age": { "from": "number" } } }""")]
    [InlineData("""{ "bind": { "age": { "default": [1] } } }""")]
    [InlineData("""{ "bind": { "age": { "from": "numbers", "default": 1 } } }""")]
    [InlineData("""{ "bind": { "age": { "from": "numbers", "minimum": 1 } } }""")]
    [InlineData("""{ "bind": { "age": 1 } }""")]
    [InlineData("""{ "task": "captioning" }""")]
    [InlineData("""{ "task": "detection", "scores": "sigmoid" }""")]
    [InlineData("""{ "task": "detection", "boxes": { "format": "xyxy", "unit": "pixels" } }""")]
    [InlineData("""{ "task": "detection", "scores": "sigmoid", "boxes": { "format": "xyxy" } }""")]
    [InlineData("""{ "task": "detection", "scores": "sigmoid", "boxes": { "format": "yxyx", "unit": "pixels" } }""")]
    [InlineData("""{ "task": "detection", "scores": "sigmoid", "boxes": { "format": "xyxy", "unit": "pixels", "overlap": 2 } }""")]
    [InlineData("""{ "boxes": { "format": "xyxy", "unit": "pixels" } }""")]
    [InlineData("""{ "task": "vqa", "bind": { "q": "question" } }""")]
    [InlineData("""{ "actions": ["left"] }""")]
    [InlineData("""{ "input": { "width": 0 } }""")]
    [InlineData("""{ "input": { "height": "24" } }""")]
    [InlineData("""{ "input": { "crop": 0 } }""")]
    [InlineData("""{ "input": { "crop": 1.5 } }""")]
    [InlineData("""{ "input": { "std": [0, 1, 1] } }""")]
    [InlineData("""{ "input": { "mean": [] } }""")]
    [InlineData("""{ "input": { "fit": "crop, pad" } }""")]
    [InlineData("""{ "tokens": { "start": -1 } }""")]
    [InlineData("""{ "tokens": { "hight": 7 } }""")]
    [InlineData("""{ "maxLength": 2000, "task": "vqa", "bind": { "q": "question" }, "vocabulary": "v.json" }""")]
    public void What_is_wrong_in_itself_is_not_valid_and_not_read(string change)
    {
        var json = LeastManifest.With(change);

        Assert.NotEmpty(Errors(json));
        using var models = new ModelsDirectory();
        Assert.Throws<ManifestException>(() => ModelManifest.Read(models.Write("mine", "model.json", json), TaskTable.Rules));
    }

    [Fact]
    public void What_is_written_is_valid_and_read_as_the_same()
    {
        var bundled = ModelManifest.Read(ModelsDirectory.Bundled("efficientnet-lite0"), TaskTable.Rules);
        var manifest = bundled with { TokenGrid = new TokenGrid(7, 7, 1), Threshold = ThresholdRule.Parse("p90") };
        var json = ManifestWriter.Write(manifest);
        using var models = new ModelsDirectory();

        var read = ModelManifest.Read(models.Write("mine", "model.json", json), TaskTable.Rules);

        Assert.Empty(Errors(json));
        Assert.Equal(json, ManifestWriter.Write(read with { Folder = manifest.Folder }));
        Assert.Equal((manifest.Name, manifest.Output, manifest.TokenGrid, "p90"), (read.Name, read.Output, read.TokenGrid, read.Threshold?.Name));
        Assert.Equal(manifest.Input.Spec.Std, read.Input.Spec.Std);
    }

    [Fact]
    public void Manifests_that_are_shown_are_valid()
    {
        var shown = File.ReadAllText(Repository.At("docs/inputs.md")).Split("```")
            .Where(block => block.StartsWith("json\n{ \"name\"", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, shown.Count);
        Assert.All(shown, block => Assert.Empty(Errors(block["json".Length..])));
    }

    [Fact]
    public void Every_member_has_a_description()
    {
        var members = Members(JsonNode.Parse(ModelSchema.Generate())!.AsObject()).ToList();

        Assert.NotEmpty(members);
        Assert.All(members, member => Assert.True(member.Value!["description"] is not null, member.Key));

        static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonObject schema) =>
            (schema["properties"] as JsonObject ?? []).SelectMany(member => Members(member.Value!.AsObject()).Prepend(member));
    }

    private static List<string> Errors(string json)
    {
        var results = Schema.Evaluate(
            JsonSerializer.Deserialize<JsonElement>(json), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? []
            : [.. (results.Details ?? []).SelectMany(part => part.Errors?.Values.Select(text => $"{part.InstanceLocation}: {text}") ?? [])];
    }
}
