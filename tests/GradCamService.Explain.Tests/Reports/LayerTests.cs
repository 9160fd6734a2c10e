using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests.Networks;
using GradCamService.Onnx;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Reports;

/// <summary>Layers, batches and ends of other networks, by files of kinds that users reported.</summary>
[Collection(TorchCollection.Name)]
public sealed class LayerTests : IDisposable
{
    /// <summary>Of the largest magnitude: two programs' float32 through two convolutions.</summary>
    private const double Float = 1e-5;

    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void Columns_as_grid()
    {
        var model = _models.Report("06-columns-as-grid/lstm");

        var map = model.Explain(ModelsFolder.Pattern(model), new ClassScore(0)).Explanations[0].Map!;

        Assert.Equal("/Relu_output_0", model.DefaultLayer.Name);
        Assert.Equal((16, 16), (map.Height, map.Width));
        Assert.False(model.OtherTensors["/l/Transpose_1_output_0"].HasPositions);
    }

    [Fact]
    public void Columns_that_a_manifest_names_are_one_row()
    {
        var model = _models.Described("06-columns-as-grid/lstm", "\"targetLayer\": \"/Reshape_output_0\"");

        var map = model.Explain(ModelsFolder.Pattern(model), new ClassScore(0)).Explanations[0].Map!;

        Assert.Equal((1, 16), (map.Height, map.Width));
    }

    [Fact]
    public void Pad_before_pool()
    {
        var model = _models.Report("16-pad-before-pool/avgpool");
        var image = ModelsFolder.Pattern(model);

        Assert.Equal("6", model.DefaultLayer.Name);
        var found = model.Explain(image, new ClassScore(3));
        Assert.InRange(Deviation.Of(Oracle.Run(model, image), found.Output.Logits), 0, Float);
        Assert.Equal((27, 27), (found.Explanations[0].Map!.Height, found.Explanations[0].Map!.Width));
    }

    [Fact]
    public void Inputs_refused_batch4()
    {
        var model = _models.Report("15-inputs-refused/batch4");
        Assert.Equal(4, model.MaxBatch);
        float[][] images = [ModelsFolder.Pattern(model), ModelsFolder.Pattern(model, 5), ModelsFolder.Pattern(model, 11)];

        var together = model.Explain([.. images.Select(image => new Asked(image, Asked.Scores(new ClassScore(2))))], Explain.Methods.MethodTable.GuidedGradCam);

        Assert.All(images.Zip(together), pair =>
        {
            Assert.InRange(Deviation.Of(Oracle.Run(model, pair.First).AsSpan(0, 5), pair.Second.Output.Logits), 0, Float);
            var alone = model.Explain(pair.First, new ClassScore(2)).Explanations[0];
            Assert.InRange(Deviation.Of(alone.Map!.Values, pair.Second.Explanations[0].Map!.Values), 0, Float);
            Assert.InRange(Deviation.Of(alone.Attribution!, pair.Second.Explanations[0].Attribution!), 0, Float);
            // Behind a global average and a dense layer, M = Σ_k w_k A_k / hw: the score less its bias.
            Assert.Equal(alone.Score - Bias(model, 2), alone.Map.Values.Sum(), 1e-4);
        });
    }

    [Fact]
    public void Inputs_refused_hwc()
    {
        var model = _models.Report("15-inputs-refused/hwc");
        var image = ModelsFolder.Pattern(model);

        var found = model.Explain(image, new ClassScore(1));

        Assert.Equal([3L, 64, 64], model.InputShape);
        Assert.Equal(1, model.MaxBatch);
        Assert.InRange(Deviation.Of(Oracle.Run(model, image), found.Output.Logits), 0, Float);
        Assert.Equal("map", model.DefaultLayer.Name);
        Assert.Equal(found.Explanations[0].Score - Bias(model, 1), found.Explanations[0].Map!.Values.Sum(), 1e-4);
    }

    [Theory]
    [InlineData("18-detector/yunet", "'conf' [1076, 2]", "as a detector has them")]
    [InlineData("15-inputs-refused/yolo", "'out0' [N, 256, 7]", "as a detector has them")]
    [InlineData("15-inputs-refused/seg1", "'seg' [N, 1, 64, 64]", "as a network of segmentation has them")]
    [InlineData("15-inputs-refused/seg4", "'seg' [N, 4, 64, 64]", "as a network of segmentation has them")]
    public void Other_networks_are_refused_in_words(string kind, string output, string what)
    {
        var reason = _models.Entry(ReportedFiles.At(kind)).Reason!;

        Assert.Contains(output, reason, StringComparison.Ordinal);
        Assert.Contains(what, reason, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", reason, StringComparison.Ordinal);
    }

    private static float Bias(Models.LoadedModel model, int index)
    {
        using var scope = NewDisposeScope();
        return TensorValues.Floats(model.Network.Graph.Graph.Constants["b"])[index];
    }
}
