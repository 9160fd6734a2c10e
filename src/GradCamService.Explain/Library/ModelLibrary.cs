using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Tasks;
using GradCamService.Onnx;
using GradCamService.Onnx.Loading;
using static TorchSharp.torch;

namespace GradCamService.Explain.Library;

/// <summary>
/// All models of the directories that are served. A folder that cannot be loaded is listed with its reason; the others run on.
/// </summary>
public sealed class ModelLibrary : IDisposable
{
    private readonly Dictionary<string, ModelEntry> _byName;
    private readonly GraphStore _graphs;

    private ModelLibrary(IReadOnlyList<ModelEntry> entries, GraphStore graphs)
    {
        Entries = entries;
        _byName = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        _graphs = graphs;
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<ModelEntry> Entries { get; }

    /// <summary>The model of a name, null where there is none.</summary>
    public ModelEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Loads every model: folders with a manifest, folders with one ONNX file, and ONNX files.</summary>
    /// <param name="places">Model folders, and paths of ONNX files.</param>
    /// <param name="device">Where networks run.</param>
    /// <param name="precision">Of networks of half precision.</param>
    public static ModelLibrary Load(IEnumerable<string> places, Device device, Precision precision = Precision.Auto)
    {
        var read = places.Select(Read).ToList();
        var graphs = new GraphStore(device, read.Select(found => found.Entry.Manifest).OfType<ModelManifest>(), precision);
        var loader = new ModelLoader(graphs);
        var entries = new List<ModelEntry>();
        foreach (var (place, entry, bare) in read)
            entries.Add(entries.Any(other => other.Name == entry.Name)
                ? Broken(entry with { Name = $"{entry.Name}@{entries.Count}" }, place,
                    new ManifestException(place, [$"another folder has a model named '{entry.Name}' already"]))
                : entry.Failure is not null ? entry : Load(loader, place, entry, bare));
        return new ModelLibrary([.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)], graphs);
    }

    public void Dispose() => _graphs.Dispose();

    /// <summary>What lies at a place, before any graph is loaded.</summary>
    private static (string Place, ModelEntry Entry, BareModel? Bare) Read(string place)
    {
        try
        {
            if (!File.Exists(place) && File.Exists(Path.Combine(place, ModelManifest.FileName)))
            {
                var manifest = ModelManifest.Read(place, TaskTable.Rules);
                return (place, new ModelEntry(manifest.Name, manifest, null, null), null);
            }
            var bare = File.Exists(place) ? BareModel.OfFile(place) : BareModel.OfFolder(place);
            return (place, new ModelEntry(bare.Name, null, null, null), bare);
        }
        catch (Exception exception) when (exception is ManifestException or IOException or UnauthorizedAccessException)
        {
            var name = ModelNames.Of(Path.GetFileName(Path.TrimEndingDirectorySeparator(place)));
            return (place, Broken(new ModelEntry(name, null, null, null), place, exception), null);
        }
    }

    private static ModelEntry Load(ModelLoader loader, string place, ModelEntry entry, BareModel? bare)
    {
        try
        {
            var model = bare is null ? loader.Load(entry.Manifest!) : loader.Load(bare);
            return entry with { Manifest = model.Manifest, Model = model };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever a stranger's file leads to, it is that model's failure and not the service's.
            return Broken(entry, place, EngineException.IsNative(exception) ? EngineException.Of(exception, "the network") : exception);
        }
    }

    private static ModelEntry Broken(ModelEntry entry, string place, Exception failure) =>
        entry with { Reason = FailureReason.Of(failure, place), Failure = failure };
}
