using System.Text.Json;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Targets;
using Xunit;

namespace GradCamService.Explain.Tests.Methods;

/// <summary>Every method on small networks against values that public libraries and formulas in float64 agree on.</summary>
[Collection(TorchCollection.Name)]
public sealed class MethodGoldenTests(ITestOutputHelper output)
{
    /// <summary>Share of the largest magnitude: what the records' own check in float64 supports.</summary>
    private const double Recorded = 1e-4;

    /// <summary>Of a layer with negative activations, whose sums almost cancel.</summary>
    private const double NearlyCancelled = 1e-3;

    /// <summary>
    /// Of a path along which pictures are nearly flat: many inputs of pools and rectifiers tie or lie at the kink, where two programs in float32
    /// take other sides at a few of the 50 steps.
    /// </summary>
    private const double FlatPath = 3e-2;

    private const string SignedLayer = "linear";

    private static readonly string[] Networks = ["resnet", "vgg", "mobilenet"];

    private static readonly Record[] Records =
    [
        new("grad-cam", "grad-cam"),
        new("grad-cam++", "grad-cam++.exact"),
        new("xgrad-cam", "xgrad-cam"),
        new("layer-cam", "layer-cam"),
        new("hires-cam", "hires-cam"),
        new("grad-cam-elementwise", "grad-cam-elementwise"),
        new("eigen-cam", "eigen-cam.uncentred"),
        new("eigen-grad-cam", "eigen-grad-cam") { Read = (found, expected, _) => Turned(found.Map!.Values, expected) },
        // Recorded with the paper's division by S.
        new("ablation-cam", "ablation-cam") { Read = (found, _, layer) => layer == SignedLayer ? null : Divided(found) },
        new("ablation-cam", "ablation-cam.zero") { Network = "mobilenet", Read = (found, _, _) => Divided(found) },
        new("score-cam", "score-cam.halfpixel"),
        new("finer-cam", "finer-cam"),
        new("shapley-cam", "shapley-cam.rest"),
        new("gradient", "saliency"),
        new("input-x-gradient", "input-x-gradient"),
        new("deconvolution", "deconvolution"),
        new("guided-backprop", "guided-backprop"),
        new("guided-grad-cam", "guided-grad-cam.bilinear"),
        new("integrated-gradients", "integrated-gradients.zero") { Tolerance = FlatPath },
        new("integrated-gradients", "integrated-gradients.black") { Settings = new() { Baseline = Baselines.Black }, Tolerance = FlatPath },
        new("integrated-gradients", "integrated-gradients.own-mean") { Settings = new() { Baseline = Baselines.Own }, Tolerance = FlatPath },
        new("occlusion", "occlusion.16-8") { Settings = new() { Patch = 16, Stride = 8 } },
        new("occlusion", "occlusion.15-10") { Settings = new() { Patch = 15, Stride = 10 } },
    ];

    public static IEnumerable<TheoryDataRow<string, string>> Cases =>
        Networks.SelectMany(network => Records.Where(record => record.Network is null || record.Network == network)
            .Select(record => new TheoryDataRow<string, string>(network, record.File)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_recorded_value_is_met(string network, string file)
    {
        var record = Records.Single(record => record.File == file);
        var recorded = new RecordedNetwork(network);
        var method = MethodTable.Named(record.Method);
        // Values of pixels are recorded of the network, maps of each layer.
        IEnumerable<string> layers = method.Pixels is null ? recorded.Layers : ["last"];
        var met = 0;
        foreach (var layer in layers)
            foreach (var (input, concept) in recorded.Concepts)
                met += Meets(record, method, recorded, layer, input, concept) ? 1 : 0;
        Assert.InRange(met, 2, int.MaxValue);
    }

    [Fact]
    public void The_mean_over_recorded_noise_is_met()
    {
        var recorded = new RecordedNetwork("resnet");
        var (input, concept) = recorded.Concepts[0];
        var noise = recorded.Load($"{input}.{concept}.noise");
        var size = noise.Length / 4;
        var sampling = Samplings.Smooth((_, number) =>
            TorchSharp.torch.tensor(noise.AsSpan(number * size, size).ToArray(), [1, 3, RecordedNetwork.Side, RecordedNetwork.Side]));
        var method = MethodTable.Named("smooth-grad") with { Pixels = new SampledGradient(sampling) };

        var found = recorded.Explain("last", input, concept, method, new MethodSettings { Samples = 4 });

        Assert.InRange(Deviation.Of(recorded.Load($"{input}.{concept}.smoothgrad"), found.Pixels), 0, Recorded);
    }

    private bool Meets(Record record, Method method, RecordedNetwork network, string layer, string input, int concept)
    {
        var file = new[] { $"{input}.{concept}.{layer}.{record.File}", $"{input}.{layer}.{record.File}", $"{input}.{concept}.{record.File}" }
            .FirstOrDefault(network.Has);
        if (file is null)
            return false;
        var expected = network.Load(file);
        var found = network.Explain(layer, input, concept, method, record.Settings);
        if (record.Read(found, expected, layer) is not { } values)
            return false;
        var deviation = Deviation.Of(expected, values);
        output.WriteLine($"{file}: {deviation:e1}");
        var isIllConditioned = layer == SignedLayer && method.Name is "xgrad-cam" or "grad-cam++";
        Assert.InRange(deviation, 0, isIllConditioned ? NearlyCancelled : record.Tolerance);
        return true;
    }

    /// <summary>A map is known but for the sign of a singular vector.</summary>
    private static float[] Turned(float[] values, float[] expected) =>
        values.Zip(expected, (one, other) => (double)one * other).Sum() < 0 ? Array.ConvertAll(values, value => -value) : values;

    private static float[] Divided(Explanation found) => Array.ConvertAll(found.Map!.Values, value => value / found.Score);

    /// <summary>Values as they were recorded.</summary>
    private sealed record Record(string Method, string File)
    {
        public MethodSettings Settings { get; init; } = MethodSettings.Default;

        public double Tolerance { get; init; } = Recorded;

        /// <summary>The only network of which there are such records; null: all have them.</summary>
        public string? Network { get; init; }

        /// <summary>What was found, as it was recorded, of a layer; null where there is no such record.</summary>
        public Func<Explanation, float[], string, float[]?> Read { get; init; } = (found, _, _) =>
            found.Method.Pixels is null ? found.Map!.Values : found.Pixels;
    }
}
