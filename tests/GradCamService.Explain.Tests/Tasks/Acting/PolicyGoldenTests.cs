using GradCamService.Explain.Imaging;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using Xunit;

namespace GradCamService.Explain.Tests.Tasks.Acting;

[Collection(TorchCollection.Name)]
public sealed class PolicyGoldenTests(BundledModels models)
{
    private const double QTolerance = 1e-4;

    private readonly LoadedModel _policy = models["catch-policy"];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, SequenceGoldens.All.Policy.Count)];

    [Theory, MemberData(nameof(Cases))]
    public void Q_values_the_map_and_the_gradients_of_all_frames_are_the_recorded_ones(int index)
    {
        var golden = SequenceGoldens.All.Policy[index];
        var item = new Asked(Frames(golden), new BestPredictions(1, _policy.Concepts));

        var found = _policy.Explain([item], MethodTable.GuidedGradCam)[0];

        Assert.Equal(golden.Action, _policy.Concepts.Label(Ranking.Best(found.Output.Logits, 1)[0]));
        Assert.All(golden.QValues.Zip(found.Output.Logits), pair => Assert.Equal(pair.First, pair.Second, QTolerance));
        Close.To(SequenceGoldens.Array(golden.Map), found.Explanations[0].Map!.Values, Close.Float);
        Close.To(SequenceGoldens.Array(golden.GuidedBackprop), found.Explanations[0].Attribution!, Close.Float);
    }

    /// <summary>The frames have the network's size, so that preparing them divides by 255 and nothing more.</summary>
    private float[] Frames(PolicyGolden golden) => PreparedPhoto.Of(
        [.. golden.Frames.Select(file => (ReadOnlyMemory<byte>)TestData.Read("Goldens/sequences/" + file))],
        _policy.Manifest.Input.Spec, golden.Frames.Length, Fit.Stretch, isDrawnOn: false, new DecodeLimits(1_000_000),
        CancellationToken.None).Values;
}
