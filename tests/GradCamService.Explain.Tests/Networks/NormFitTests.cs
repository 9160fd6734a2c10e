using GradCamService.Explain.Imaging;
using GradCamService.Onnx;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Networks;

/// <summary>
/// Networks whose first batch normalization was trained: its mean and variance are those of other photos than the service's own, prepared
/// in a known way. Which way that was, the service finds.
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class NormFitTests : IDisposable
{
    private const int Side = 64;
    private const int Channels = 16;

    private static readonly string[] Photos = ["jpeg_ff00_header.jpg", "hopper_orientation_3.webp", "no-eoi-trailer.jpg"];

    private readonly ModelsFolder _models = new();

    public static TheoryData<string, float[], float[], ColorOrder> Preparations => new()
    {
        { "ImageNet's", [123.675f, 116.28f, 103.53f], [58.395f, 57.12f, 57.375f], ColorOrder.Rgb },
        { "0 to 1", [0], [255], ColorOrder.Rgb },
        { "0 to 255", [0], [1], ColorOrder.Rgb },
        { "−1 to 1", [127.5f], [127.5f], ColorOrder.Rgb },
        { "Caffe's", [103.939f, 116.779f, 123.68f], [1], ColorOrder.Bgr },
    };

    public void Dispose() => _models.Dispose();

    [Theory]
    [MemberData(nameof(Preparations))]
    public void The_preparation_that_the_statistics_were_made_with_is_found(string name, float[] mean, float[] std, ColorOrder color)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var model = _models.Load(Trained(seed, mean, std, color), $"trained-{seed}");

            TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {model.Manifest.Inferred["input.mean"]}");
            Assert.Equal(mean, model.Manifest.Input.Spec.Mean);
            Assert.Equal(std, model.Manifest.Input.Spec.Std);
            Assert.Equal(color, model.Manifest.Input.Spec.Color);
            Assert.Contains("by a factor of", model.Manifest.Inferred["input.mean"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Statistics_that_were_never_trained_tell_nothing()
    {
        var network = WithNorm(0, [.. Enumerable.Repeat(0f, Channels)], [.. Enumerable.Repeat(1f, Channels)]);

        Assert.EndsWith("; nothing tells", _models.Load(network, "untrained").Manifest.Inferred["input.mean"], StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_of_something_else_than_photos_stay_a_guess_that_says_so()
    {
        var network = WithNorm(0, [.. Enumerable.Repeat(500f, Channels)], [.. Enumerable.Repeat(1e-6f, Channels)]);

        var why = _models.Load(network, "strange").Manifest.Inferred["input.mean"];

        Assert.StartsWith("a guess: ImageNet's mean", why, StringComparison.Ordinal);
        Assert.Contains("the first BatchNormalization's statistics do not tell", why, StringComparison.Ordinal);
    }

    /// <summary>A first convolution of random filters, every second without a mean of its own, as trained ones are of both kinds.</summary>
    private static float[] Filters(int seed)
    {
        var random = new Random(seed);
        var filters = Enumerable.Range(0, Channels * 27).Select(_ => (float)(random.NextDouble() * 2 - 1) * 0.3f).ToArray();
        for (var channel = 0; channel < Channels * 3; channel += 2)
        {
            var mean = filters.Skip(channel * 9).Take(9).Average();
            for (var i = 0; i < 9; i++)
                filters[channel * 9 + i] -= mean;
        }
        return filters;
    }

    private static NetworkBuilder Trained(int seed, float[] mean, float[] std, ColorOrder color)
    {
        using var scope = NewDisposeScope();
        var spec = new InputSpec(Side, Side, color, 1, Fit.Crop, Resampling.Bilinear, mean, std);
        var images = stack(Photos.Select(photo => tensor(PreparedPhoto.Of([TestData.Read($"Images/{photo}")], spec, 1, Fit.Crop, false,
            new DecodeLimits(1 << 24), TestContext.Current.CancellationToken).Values, [3, Side, Side])));
        var maps = nn.functional.conv2d(images, tensor(Filters(seed), [Channels, 3, 3, 3]), padding: [1L, 1L]);
        return WithNorm(seed, TensorValues.Floats(maps.mean([0, 2, 3])), TensorValues.Floats(maps.var([0, 2, 3], unbiased: false)));
    }

    private static NetworkBuilder WithNorm(int seed, float[] mean, float[] variance)
    {
        var random = new Random(seed + 100);
        float[] Numbers(double from, double to) => [.. Enumerable.Range(0, Channels).Select(_ => (float)(from + random.NextDouble() * (to - from)))];
        return new NetworkBuilder().Input("image", 1, "batch", 3, Side, Side)
            .Floats("filters", Filters(seed), Channels, 3, 3, 3)
            .Floats("gamma", Numbers(0.5, 1.5), Channels).Floats("beta", Numbers(-1, 1), Channels)
            .Floats("mean", mean, Channels).Floats("variance", variance, Channels)
            .Node("Conv", "image filters", "conv0", ("pads", new long[] { 1, 1, 1, 1 }))
            .Node("BatchNormalization", "conv0 gamma beta mean variance", "norm0").Node("Relu", "norm0", "relu0")
            .Weight("w2", 12, Channels, 3, 3).Node("Conv", "relu0 w2", "conv2", ("pads", new long[] { 1, 1, 1, 1 })).Node("Relu", "conv2", "relu2")
            .Head("relu2", "logits").Output("logits");
    }
}
