using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Explain.Tests.Networks;

/// <summary>Reported networks that scale their pixels themselves, behind other nodes: they were normalized twice.</summary>
[Collection(TorchCollection.Name)]
public sealed class ScaleNotFoundTests : IDisposable
{
    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("bn-first")]
    [InlineData("clip-first")]
    [InlineData("swap-gather")]
    [InlineData("swap-slice")]
    [InlineData("swap-split")]
    [InlineData("swap-torch-scale")]
    public void Bytes_enter_in_red_green_blue_as_the_graphs_arithmetic_says(string name)
    {
        var model = _models.Load(ReportFolder.Copy(_models, "scale-not-found", name));

        var spec = model.Manifest.Input.Spec;
        Assert.Equal([0f], spec.Mean);
        Assert.Equal([1f], spec.Std);
        Assert.Equal(ColorOrder.Rgb, spec.Color);
        Assert.StartsWith("the graph's arithmetic: values from 0 to 255", model.Manifest.Inferred["input.mean"], StringComparison.Ordinal);
    }

    [Fact]
    public void Where_blue_green_and_reds_mean_is_taken_away_blue_goes_first()
    {
        var network = SmallNetworks.Features(new NetworkBuilder().Input("pixels", 1, "batch", 3, 16, 16)
            .Floats("mean", [103.939f, 116.779f, 123.68f], 3, 1, 1).Node("Sub", "pixels mean", "image")).Head("relu2", "logits").Output("logits");

        var model = _models.Load(network, "blue");

        Assert.Equal(ColorOrder.Bgr, model.Manifest.Input.Spec.Color);
        Assert.Contains("blue, green, red", model.Manifest.Inferred["input.color"], StringComparison.Ordinal);
    }

    [Fact]
    public void Values_from_minus_one_to_one_are_found()
    {
        var network = SmallNetworks.Features(new NetworkBuilder().Input("pixels", 1, "batch", 3, 16, 16).Floats("half", [0.5f])
            .Node("Mul", "pixels half", "halves").Node("Add", "halves half", "image")).Head("relu2", "logits").Output("logits");

        Assert.Equal([127.5f], _models.Load(network, "centered").Manifest.Input.Spec.Mean);
    }

    [Fact]
    public void Of_an_image_without_a_batch_axis_the_arithmetic_is_read_too()
    {
        var network = SmallNetworks.Features(new NetworkBuilder().Input("pixels", 1, 3, 16, 16).Floats("by", [1 / 255f]).Longs("order", 2, 1, 0)
            .Longs("first", 0).Node("Gather", "pixels order", "swapped", ("axis", -3)).Node("Mul", "swapped by", "scaled")
            .Node("Unsqueeze", "scaled first", "image")).Head("relu2", "logits").Output("logits");

        var spec = _models.Load(network, "alone").Manifest.Input.Spec;

        Assert.Equal([0f], spec.Mean);
        Assert.Equal([1f], spec.Std);
    }

    [Fact]
    public void Other_channels_than_a_photos_are_refused_with_what_to_write()
    {
        var network = SmallNetworks.Plain();
        network.Graph.Input[0] = NetworkBuilder.Value("image", 1, "batch", 4, 16, 16);

        Assert.Contains("has 4 channels; a photo has 3, or 1 where it is grey: what the others are, only a manifest can say",
            _models.Reason(network, "four"), StringComparison.Ordinal);
        Assert.Contains("\"color\": \"RGBA\"", _models.Reason(network, "four"), StringComparison.Ordinal);
    }
}
