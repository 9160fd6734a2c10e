using GradCamService.Explain.Explainers;
using GradCamService.Explain.Library;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests.Networks;
using GradCamService.Explain.Tests.Tasks.Detection;
using GradCamService.Explain.Tests.Tasks.Regression;
using GradCamService.Explain.Tests.Tasks.Segmentation;
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
        .. Directory.EnumerateFiles(Recorded, "*.onnx", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Recorded, file))
            .Where(file => !file.Contains("segmentation", StringComparison.Ordinal)),
    ];

    /// <summary>Networks whose outputs are no list of classes, by what writes their folders.</summary>
    private static readonly Dictionary<string, Func<string, string>> Others = new()
    {
        ["maps"] = models => GoldenSegmentation.Write(models),
        ["independent maps"] = SmallSegmentations.Write,
        ["boxes"] = SmallDetectors.WriteRows,
        ["boxes of shares"] = SmallDetectors.WriteColumns,
        ["numbers"] = models => SmallRegressions.Write(models),
    };

    public static TheoryData<string> OtherNetworks => [.. Others.Keys];

    [Theory]
    [MemberData(nameof(OtherNetworks))]
    public void So_it_has_where_its_outputs_are_no_list_of_classes(string name)
    {
        using var models = new ModelsFolder();
        var place = Others[name](models.Path);

        var (expected, actual) = (ExplainOwn(place, CPU), ExplainOwn(place, LazyDevice.Instance));

        Assert.Equal(expected.Explanations[0].Score, actual.Explanations[0].Score, SameNumbers * Math.Abs(expected.Explanations[0].Score));
        Same(expected.Explanations[0].Map!.Values, actual.Explanations[0].Map!.Values);
        Assert.Equal(expected.Output.Segmentation?.Masks.Keys.Order(), actual.Output.Segmentation?.Masks.Keys.Order());
        Assert.Equal(expected.Explanations[0].Target.Box, actual.Explanations[0].Target.Box);
    }

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

    /// <summary>What the task explains first of a model.</summary>
    private static Explained ExplainOwn(string place, Device device)
    {
        using var library = ModelLibrary.Load([place], device);
        var model = library.Entries[0].Model ?? throw new InvalidOperationException(library.Entries[0].Reason);
        return model.Explain([new Asked(ModelsFolder.Pattern(model), model.Task.WarmUp(model).Targets)], MethodTable.GradCam)[0];
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
