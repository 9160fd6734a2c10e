using GradCamService.Explain.Methods;
using Xunit;

namespace GradCamService.Explain.Tests.Methods;

/// <summary>Every method on small networks against values that public libraries and formulas in float64 agree on.</summary>
[Collection(TorchCollection.Name)]
public sealed class MethodGoldenTests(ITestOutputHelper output)
{
    private static readonly string[] Networks = ["resnet", "vgg", "mobilenet"];

    public static IEnumerable<TheoryDataRow<string, string>> Cases =>
        Networks.SelectMany(network => RecordedValue.All.Where(value => value.Network is null || value.Network == network)
            .Select(value => new TheoryDataRow<string, string>(network, value.File)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_recorded_value_is_met(string network, string file)
    {
        var value = RecordedValue.All.Single(value => value.File == file);
        var recorded = new RecordedNetwork(network);
        var method = MethodTable.Named(value.Method);
        var met = 0;
        // Values of pixels are recorded of the network, maps of each layer.
        foreach (var layer in method.Pixels is null ? recorded.Layers.Where(layer => layer != value.SkippedLayer) : ["last"])
            foreach (var (input, concept) in recorded.Concepts)
            {
                if (recorded.FileOf(value, input, concept, layer) is not { } found)
                    continue;
                met++;
                var expected = recorded.Load(found);
                var explanation = recorded.Explain(layer, input, concept, method, value.Settings);
                var values = value.Read(method.Pixels is null ? explanation.Map!.Values : explanation.Pixels, expected, explanation.Score);
                var deviation = Deviation.Of(expected, values);
                output.WriteLine($"{found}: {deviation:e1}");
                Assert.InRange(deviation, 0, value.ToleranceAt(layer));
            }
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

        Assert.InRange(Deviation.Of(recorded.Load($"{input}.{concept}.smoothgrad"), found.Pixels), 0, RecordedValue.Recorded);
    }
}
