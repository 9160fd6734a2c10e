using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Onnx;
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
    public static ModelLibrary Load(IEnumerable<string> places, Device device)
    {
        var read = places.Select(Read).ToList();
        var graphs = new GraphStore(device, read.Select(found => found.Entry.Manifest).OfType<ModelManifest>());
        var loader = new ModelLoader(graphs);
        var entries = new List<ModelEntry>();
        foreach (var (entry, bare) in read)
            entries.Add(entries.Any(other => other.Name == entry.Name)
                ? entry with { Name = $"{entry.Name}@{entries.Count}", Reason = $"another folder has a model named '{entry.Name}' already" }
                : entry.Reason is not null ? entry : Load(loader, entry, bare));
        return new ModelLibrary([.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)], graphs);
    }

    public void Dispose() => _graphs.Dispose();

    /// <summary>What lies at a place, before any graph is loaded.</summary>
    private static (ModelEntry Entry, BareModel? Bare) Read(string place)
    {
        try
        {
            if (File.Exists(place))
                return Bare(BareModel.OfFile(place));
            if (!File.Exists(Path.Combine(place, ModelManifest.FileName)))
                return Bare(BareModel.OfFolder(place));
            var manifest = ModelManifest.Read(place);
            return (new ModelEntry(manifest.Name, manifest, null, null), null);
        }
        catch (Exception exception) when (IsOfFiles(exception))
        {
            return (new ModelEntry(ModelNames.Of(Path.GetFileName(Path.TrimEndingDirectorySeparator(place))), null, null,
                exception.Message), null);
        }

        static (ModelEntry, BareModel?) Bare(BareModel bare) => (new ModelEntry(bare.Name, null, null, null), bare);
    }

    private static ModelEntry Load(ModelLoader loader, ModelEntry entry, BareModel? bare)
    {
        try
        {
            var model = bare is null ? loader.Load(entry.Manifest!) : loader.Load(bare);
            return entry with { Manifest = model.Manifest, Model = model };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever a stranger's file leads to, it is that model's failure and not the service's.
            var told = EngineException.IsNative(exception) ? EngineException.Of(exception, "the network") : exception;
            return entry with { Reason = told.Message };
        }
    }

    private static bool IsOfFiles(Exception exception) =>
        exception is OnnxException or ManifestException or IOException or UnauthorizedAccessException;
}
