using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Tasks;
using GradCamService.Onnx;

namespace GradCamService.Explain.Library;

/// <summary>What lies at a place → a model in memory, or why not. Whatever a stranger's file leads to, it is that model's failure and not the service's.</summary>
/// <param name="limits">What each model may cost.</param>
/// <param name="onDevice">Runs something on the device's thread, and waits for it.</param>
/// <param name="free">Where tensors are freed.</param>
internal sealed class ModelReader(GraphStore store, LoadLimits limits, Action<Action> onDevice, Action<Action> free)
{
    /// <summary>What is known before any graph is loaded.</summary>
    public static ModelEntry Look(ModelPlace place)
    {
        try
        {
            if (HasManifest(place))
                return OfManifest(ModelManifest.Read(place.Path, TaskTable.Rules), place);
            return new ModelEntry(Bare(place).Name, null, null, null) { Number = place.Number };
        }
        catch (Exception exception) when (exception is ManifestException or IOException or UnauthorizedAccessException)
        {
            return Failed(new ModelEntry(place.FallbackName, null, null, null) { Number = place.Number }, place, exception);
        }
    }

    /// <summary>Loads, analyses, tries and warms a model, on this thread.</summary>
    /// <param name="place">Where it lies.</param>
    /// <param name="seen">What <see cref="Look"/> saw there.</param>
    /// <param name="keep">What all models need of their files.</param>
    public ModelEntry Load(ModelPlace place, ModelEntry seen, ILookup<string, string> keep)
    {
        if (seen.Failure is not null)
            return seen;
        var graphs = new ModelGraphs(store, keep);
        try
        {
            using var budget = LoadBudget.Begin(limits);
            var loader = new ModelLoader(graphs, onDevice);
            var model = seen.Manifest is { } manifest ? loader.Load(manifest) : loader.Load(Bare(place), seen.Version);
            return seen with { Manifest = model.Manifest, Model = model, State = ModelState.Ready, Residence = new Residence(model, graphs, free) };
        }
        catch (Exception exception)
        {
            graphs.Dispose();
            return Failed(seen, place, EngineException.IsNative(exception) ? EngineException.Of(exception, "the network") : exception);
        }
    }

    public static ModelEntry Failed(ModelEntry entry, ModelPlace place, Exception failure) =>
        entry with { State = ModelState.Failed, Reason = FailureReason.Of(failure, place.Path), Failure = failure };

    private static ModelEntry OfManifest(ModelManifest manifest, ModelPlace place)
    {
        var entry = new ModelEntry(manifest.Name, manifest, null, null) { Number = place.Number };
        return place.Number is null ? entry : entry with { Manifest = manifest with { Version = entry.Version! } };
    }

    private static bool HasManifest(ModelPlace place) => !File.Exists(place.Path) && File.Exists(Path.Combine(place.Path, ModelManifest.FileName));

    private static BareModel Bare(ModelPlace place)
    {
        var bare = File.Exists(place.Path) ? BareModel.OfFile(place.Path) : BareModel.OfFolder(place.Path);
        return place.Number is null ? bare : bare with { Name = place.FallbackName };
    }
}
