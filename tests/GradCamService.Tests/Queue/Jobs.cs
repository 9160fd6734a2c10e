using GradCamService.Explain.Explainers;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using GradCamService.Queue;

namespace GradCamService.Tests.Queue;

/// <summary>Jobs that are never computed.</summary>
internal static class Jobs
{
    public static LoadedModel Model(int maxBatch = int.MaxValue) => new()
    {
        Manifest = null!,
        Network = null!,
        Concepts = null!,
        Vocabulary = null,
        Captions = null,
        OtherTensors = new Dictionary<string, OtherTensor>(),
        Layers = [],
        Sha256 = "",
        MaxBatch = maxBatch,
    };

    public static ExplainerItem Item { get; } = new([], TargetChoice.None);

    public static InferenceJob Of(BatchKey key) => Of(key, 0);

    public static InferenceJob Of(BatchKey key, int concepts) =>
        new(key, Item with { Targets = new BestPredictions(concepts, null) }, long.MaxValue, CancellationToken.None) { Submitted = 0 };
}
