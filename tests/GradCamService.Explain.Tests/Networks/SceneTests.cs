using Xunit;

namespace GradCamService.Explain.Tests.Networks;

/// <summary>Networks of other channels than a photo's: the manifest says how they are fed.</summary>
public sealed class SceneTests : IDisposable
{
    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("opacity", 4, """ "color": "RGBA" """)]
    [InlineData("gray-and-opacity", 2, """ "color": "grayAlpha" """)]
    [InlineData("photo-and-infrared", 4, """ "further": ["gray"] """)]
    [InlineData("before-and-after", 6, """ "further": ["RGB"] """)]
    [InlineData("two-gray", 2, """ "color": "gray", "further": ["gray"] """)]
    public void A_manifest_says_what_the_channels_are(string name, int channels, string fields)
    {
        var folder = Save(name, channels, fields);

        var model = _models.Load(folder);
        var explained = ModelsFolder.Explain(model);

        Assert.Equal([channels, 16, 16], model.InputShape);
        Assert.Equal([channels * 16 * 16], [explained.Explanations[0].Attribution!.Length]);
        Assert.All(explained.Output.Logits, logit => Assert.True(float.IsFinite(logit)));
    }

    private string Save(string name, int channels, string fields)
    {
        new NetworkBuilder().Input("image", 1, "batch", channels, 16, 16).Weight("w1", 8, channels, 3, 3).Weight("b1", 8)
            .Node("Conv", "image w1 b1", "conv1", ("kernel_shape", new long[] { 3, 3 }), ("pads", new long[] { 1, 1, 1, 1 }))
            .Node("Relu", "conv1", "relu1").Weight("w3", SmallNetworks.Classes, 8).Weight("b3", SmallNetworks.Classes)
            .Node("GlobalAveragePool", "relu1", "pooled").Node("Flatten", "pooled", "flat")
            .Node("Gemm", "flat w3 b3", "logits", ("transB", 1)).Output("logits").SaveInto(_models.Path, name);
        var folder = Path.Combine(_models.Path, name);
        var file = Path.GetFileName(Directory.GetFiles(folder, "*.onnx").Single());
        File.WriteAllText(Path.Combine(folder, "model.json"), $$"""
            { "name": "{{name}}", "task": "classification", "graph": "{{file}}",
              "input": { "width": 16, "height": 16, "mean": [127.5], "std": [127.5], {{fields}} } }
            """);
        return folder;
    }
}
