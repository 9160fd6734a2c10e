using System.Text.Json;
using System.Text.Json.Nodes;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Explain.Tests.Explainers;
using GradCamService.Onnx.Analysis;
using Xunit;

namespace GradCamService.Explain.Tests.Networks;

/// <summary>The recorded networks of all families and exporters, each alone in its folder: nothing but the file says what it is.</summary>
[Collection(TorchCollection.Name)]
public sealed class BareGoldenTests : IDisposable
{
    private static readonly string[] Families =
        ["vgg", "resnet_basic", "resnet_bottleneck", "googlenet", "squeezenet", "densenet", "mobilenet_v2", "efficientnet", "vit"];

    private static readonly string[] Exports = ["script", "dynamo"];

    private readonly ModelsFolder _models = new();

    public static IEnumerable<TheoryDataRow<string, string>> Cases =>
        Families.SelectMany(family => Exports.Select(export => new TheoryDataRow<string, string>(family, export)));

    public void Dispose() => _models.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_bare_file_gives_the_recorded_logits_map_and_guided_gradients_at_the_recorded_layer(string family, string export)
    {
        var folder = $"Goldens/families/{family}";
        var record = JsonSerializer.Deserialize<JsonElement>(TestData.Read($"{folder}/case.json"));
        var file = record.GetProperty("exports").GetProperty(export);

        var model = _models.Load(_models.Copy($"{folder}/{file.GetProperty("file").GetString()}", $"{family}.{export}"));

        Assert.Equal(file.GetProperty("targetLayer").GetString(), model.DefaultLayer.Name);
        Assert.Equal($"{family}.{export}", model.Name);
        Assert.Equal([3, 112, 112], model.InputShape);
        Assert.Equal([123.675f, 116.28f, 103.53f], model.Manifest.Input.Spec.Mean);
        Assert.Equal(family is not ("vit" or "efficientnet"), model.HasRectifiers);
        var input = Npy.Load("Goldens/families/input.npy").Values;
        AssertRecorded(model, input, folder, record.GetProperty("concept").GetInt32(), hasGuided: true);
    }

    [Theory]
    [InlineData("script")]
    [InlineData("dynamo")]
    public void A_vision_transformer_is_explained_by_its_patches(string export)
    {
        var model = _models.Load(_models.Copy($"Goldens/families/vit/{export}.onnx", "vit"));

        Assert.Equal(new TokenGrid(7, 7, 1), model.Manifest.TokenGrid);
        Assert.All(model.Layers, layer => Assert.Equal(new SpatialLayout(SpatialForm.Tokens, 7, 7, 1), layer.Layout));
        Assert.All(model.Layers, layer => Assert.Equal(16, layer.Field!.Stride));
        Assert.Equal(new ReceptiveField(16, 16), model.Layers[0].Field);
        Assert.Equal(112, model.DefaultLayer.Field!.Size);
    }

    [Theory]
    [InlineData("script", "/encoder/ln/LayerNormalization_output_0")]
    [InlineData("dynamo", "layer_norm_4")]
    public void A_layer_behind_the_last_attention_has_an_empty_map_and_is_known_for_it(string export, string layer)
    {
        var folder = _models.Copy($"Goldens/families/vit/{export}.onnx", "vit");
        var manifest = JsonNode.Parse(ManifestWriter.Write(_models.Load(folder).Manifest))!;
        manifest["targetLayer"] = layer;
        manifest["layers"]!.AsArray().Add(layer);
        File.WriteAllText(Path.Combine(folder, ModelManifest.FileName), manifest.ToJsonString());

        var model = _models.Load(folder);

        Assert.False(model.DefaultLayer.ReachesScores);
        Assert.True(model.Layers[0].ReachesScores);
        Assert.All(ModelsFolder.Explain(model).Explanations[0].Map!.Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_bare_keras_file_is_read_as_nhwc_with_its_softmax_taken_off()
    {
        var record = JsonSerializer.Deserialize<JsonElement>(TestData.Read("Goldens/keras/case.json"));

        var model = _models.Load(_models.Copy("Goldens/keras/model.onnx", "keras"));

        Assert.Equal(record.GetProperty("logits").GetString(), model.Manifest.Output);
        Assert.Equal(record.GetProperty("targetLayers")[0].GetString(), model.DefaultLayer.Name);
        Assert.Equal(TensorLayout.Nhwc, model.Manifest.Input.Layout);
        Assert.Equal([3, 96, 96], model.InputShape);
        Assert.Equal([127.5f], model.Manifest.Input.Spec.Mean);
        Assert.Equal([127.5f], model.Manifest.Input.Spec.Std);
        // The photo has the input's size: nothing is resized.
        var spec = model.Manifest.Input.Spec with { Crop = 1 };
        var input = PreparedPhoto.Of(
            [TestData.Read("Goldens/keras/input.png")], spec, 1, Fit.Crop, isDrawnOn: false, new DecodeLimits(1 << 20),
            TestContext.Current.CancellationToken);
        AssertRecorded(model, input.Values, "Goldens/keras", record.GetProperty("concept").GetInt32(), hasGuided: false);
    }

    private static void AssertRecorded(LoadedModel model, float[] input, string folder, int concept, bool hasGuided)
    {
        var result = ModelsFolder.Explain(model, input, concept: concept);

        var explanation = Assert.Single(result.Explanations);
        Assert.InRange(Deviation.Of(Npy.Load($"{folder}/logits.npy").Values, result.Output.Logits), 0, Tolerances.SameInput);
        Assert.InRange(Deviation.Of(Npy.Load($"{folder}/map.npy").Values, explanation.Map!.Values), 0, Tolerances.SameInput);
        if (hasGuided)
            Assert.InRange(Deviation.Of(Npy.Load($"{folder}/guided-backprop.npy").Values, explanation.Attribution!), 0,
                Tolerances.SameInput);
    }
}
