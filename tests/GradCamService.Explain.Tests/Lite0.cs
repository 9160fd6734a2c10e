using GradCamService.Explain.Concepts;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Library;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests.Explainers;
using GradCamService.TestDevices;

namespace GradCamService.Explain.Tests;

/// <summary>The bundled EfficientNet-Lite0 with real weights, loaded once.</summary>
public sealed class Lite0 : IDisposable
{
    private readonly Dictionary<(string, string), Explained> _recorded = [];
    private readonly ModelLibrary _library = ModelLibrary.Load([ModelsDirectory.Bundled("efficientnet-lite0")], TestDevice.Current);

    public LoadedModel Model => _library.Entries[0].Model ?? throw new InvalidOperationException(_library.Entries[0].Reason);

    public void Dispose() => _library.Dispose();

    /// <summary>Explains recorded inputs by both methods.</summary>
    public IReadOnlyList<Explained> Explain(string layer, params Asked[] items) =>
        Model.Explain(items, layer, MethodTable.GuidedGradCam);

    /// <summary>All recorded concepts of a photo at a layer, from one forward pass; computed when first asked for.</summary>
    internal Explained Recorded(PhotoRecord photo, string layer)
    {
        if (!_recorded.TryGetValue((photo.Image, layer), out var result))
            _recorded[(photo.Image, layer)] = result = Explain(layer, new Asked(
                Lite0Records.Load(photo.Input).Values, Asked.Scores(photo.Concepts.Select(record => Target(record.Concept)))))[0];
        return result;
    }

    /// <summary>A target as the records write it: an index, a group's id, or <c>a-b</c> for one against the other.</summary>
    public Score Target(string concept) =>
        concept.Split('-') is [var first, var second] ? new ContrastScore(One(first), One(second)) : One(concept);

    private Score One(string concept) =>
        GradCamService.Explain.Targets.Target.Of(((ConceptLookup.Found)Model.Concepts.Find(concept)).Concept).Score;
}
