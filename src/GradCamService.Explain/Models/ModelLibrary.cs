using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Models;

/// <summary>All models of the directories that are served. A folder that cannot be loaded is listed with its reason; the others run on.</summary>
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

    /// <summary>Loads every folder that has a manifest.</summary>
    /// <param name="folders">Model folders.</param>
    /// <param name="device">Where networks run.</param>
    public static ModelLibrary Load(IEnumerable<string> folders, Device device)
    {
        var read = folders.Select(ReadManifest).ToList();
        var graphs = new GraphStore(device, read.Select(entry => entry.Manifest).OfType<ModelManifest>());
        var loader = new ModelLoader(graphs);
        var entries = new List<ModelEntry>();
        foreach (var entry in read)
            entries.Add(entries.Any(other => other.Name == entry.Name)
                ? entry with { Name = $"{entry.Name}@{entries.Count}", Reason = $"another folder has a model named '{entry.Name}' already" }
                : entry.Manifest is null ? entry : Load(loader, entry));
        return new ModelLibrary([.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)], graphs);
    }

    public void Dispose() => _graphs.Dispose();

    private static ModelEntry ReadManifest(string folder)
    {
        try
        {
            var manifest = ModelManifest.Read(folder);
            return new ModelEntry(manifest.Name, manifest, null, null);
        }
        catch (ManifestException exception)
        {
            return new ModelEntry(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), null, null, exception.Message);
        }
    }

    private static ModelEntry Load(ModelLoader loader, ModelEntry entry)
    {
        try
        {
            return entry with { Model = loader.Load(entry.Manifest!) };
        }
        catch (Exception exception) when (exception is OnnxException or ManifestException or IOException or UnauthorizedAccessException)
        {
            return entry with { Reason = exception.Message };
        }
    }
}
