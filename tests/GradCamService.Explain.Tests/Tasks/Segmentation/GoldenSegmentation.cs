namespace GradCamService.Explain.Tests.Tasks.Segmentation;

/// <summary>The recorded network of segmentation in a folder with a manifest, as a user would write it.</summary>
internal static class GoldenSegmentation
{
    public const string Data = "Goldens/methods/segmentation";
    public const string Bottleneck = "/mid/mid.5/Relu_output_0";
    public const string Decoder = "/dec2/dec2.2/Relu_output_0";

    // The recorded input: RGB / 255, ImageNet's mean and deviation.
    public const string Manifest = $$"""
        { "name": "segmentation", "task": "segmentation", "graph": "model.onnx",
          "input": { "width": 64, "height": 64, "mean": [123.675, 116.28, 103.53], "std": [58.395, 57.12, 57.375] },
          "labels": ["floor", "cat", "wall", "cup", "table"], "layers": ["{{Bottleneck}}", "{{Decoder}}"] }
        """;

    /// <summary>Writes the folder.</summary>
    public static string Write(string models, string manifest = Manifest)
    {
        var folder = Directory.CreateDirectory(Path.Combine(models, "segmentation")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), TestData.Read($"{Data}/model.onnx"));
        File.WriteAllText(Path.Combine(folder, "model.json"), manifest);
        return folder;
    }
}
