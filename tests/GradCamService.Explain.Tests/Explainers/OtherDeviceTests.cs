using GradCamService.Explain.Explainers;
using GradCamService.Explain.Library;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests.Networks;
using GradCamService.TestDevices;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Explainers;

/// <summary>
/// Whole networks, loaded and explained on a device that is not the CPU and refuses its tensors: what was left on the wrong device of the two
/// is found, forward and backward.
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class OtherDeviceTests
{
    // TorchScript fuses and orders sums otherwise.
    private const double SameNumbers = 1e-3;

    private static readonly string Recorded = Path.Combine(AppContext.BaseDirectory, "Data", "Goldens");

    // captioner and vqa are not among them: the lazy device hands unbind's parts, of which an LSTM has one a step, back on the CPU.
    public static TheoryData<string> Networks =>
    [
        "efficientnet-lite0", "catch-policy",
        .. Directory.EnumerateFiles(Recorded, "*.onnx", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Recorded, file)),
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_has_the_same_scores_maps_and_gradients_on_another_device(string network)
    {
        var place = network.EndsWith(".onnx", StringComparison.Ordinal) ? Path.Combine(Recorded, network) : ModelsDirectory.Bundled(network);
        var expected = Explain(place, CPU);
        var actual = Explain(place, LazyDevice.Instance);

        for (var image = 0; image < expected.Count; image++)
        {
            Assert.InRange(Deviation.Of(expected[image].Output.Logits, actual[image].Output.Logits), 0, SameNumbers);
            Assert.Equal(expected[image].Explanations.Count, actual[image].Explanations.Count);
            foreach (var (one, other) in expected[image].Explanations.Zip(actual[image].Explanations))
            {
                Same(one.Map!.Values, other.Map!.Values);
                Same(one.Attribution!, other.Attribution!);
            }
        }
    }

    // Nothing speaks for some classes of random weights.
    private static void Same(float[] expected, float[] actual)
    {
        if (expected.All(value => value == 0))
            Assert.All(actual, value => Assert.Equal(0, value));
        else
            Close.ToButForGates(expected, actual, SameNumbers);
    }

    /// <summary>Two images, one with two targets, in a batch where the file allows one.</summary>
    private static IReadOnlyList<Explained> Explain(string place, Device device)
    {
        using var library = ModelLibrary.Load([place], device);
        var model = library.Entries[0].Model ?? throw new InvalidOperationException(library.Entries[0].Reason);
        Asked[] asked =
        [
            new(ModelsFolder.Pattern(model), Asked.Scores(new ClassScore(0), new ClassScore(1))),
            new(ModelsFolder.Pattern(model, 1), Asked.Scores(new ClassScore(1))),
        ];
        return model.Explain(asked[..Math.Min(asked.Length, model.MaxBatch)], model.DefaultLayer.Name, MethodTable.GuidedGradCam);
    }
}
