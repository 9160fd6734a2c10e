using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Onnx;
using GradCamService.Onnx.Loading;
using static TorchSharp.torch;

namespace GradCamService.Explain.Library;

/// <summary>
/// All models that are served at one moment; it never changes, and another one takes its place. A folder that cannot be loaded is listed with its reason.
/// </summary>
public sealed class ModelLibrary : IDisposable
{
    private readonly ILookup<string, ModelEntry> _byName;

    internal ModelLibrary(IEnumerable<ModelEntry> entries, bool isSettled)
    {
        Entries = [.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal).ThenByDescending(entry => entry.Number)];
        IsSettled = isSettled;
        _byName = Entries.ToLookup(entry => entry.Name, StringComparer.Ordinal);
        Models = [.. _byName.Select(Newest)];
    }

    /// <summary>By name; of one name, the newest version first.</summary>
    public IReadOnlyList<ModelEntry> Entries { get; }

    /// <summary>By name, each with the version that answers where none is asked for.</summary>
    public IReadOnlyList<ModelEntry> Models { get; }

    /// <summary>Whether each model was loaded or refused, or has taken so long that nobody else should wait for it.</summary>
    public bool IsSettled { get; }

    /// <summary>The version that answers where none is asked for: the newest that is ready, else the newest. Null where there is no model of the name.</summary>
    public ModelEntry? Find(string name) => _byName.Contains(name) ? Newest(_byName[name]) : null;

    /// <summary>All versions of a name, the newest first.</summary>
    public IReadOnlyList<ModelEntry> VersionsOf(string name) => [.. _byName[name]];

    /// <summary>Loads models once and for all, on this thread: folders with a manifest, folders with one ONNX file, and ONNX files.</summary>
    /// <param name="places">Model folders, of a folder of versions the newest, and paths of ONNX files.</param>
    /// <param name="device">Where networks run.</param>
    /// <param name="precision">Of networks of half precision.</param>
    /// <param name="limits">What each of them may cost; null: the defaults.</param>
    public static ModelLibrary Load(IEnumerable<string> places, Device device, Precision precision = Precision.Auto, LoadLimits? limits = null)
    {
        var reader = new ModelReader(new GraphStore(device, precision), limits ?? new LoadLimits(), onDevice: work => work(), free: work => work());
        var seen = Distinct(places.Select(place => ModelPlace.In(place)[0]).Select(place => (place, ModelReader.Look(place))));
        var keep = ModelGraphs.KeepOf(seen.Select(each => each.Entry.Manifest).OfType<ModelManifest>());
        return new ModelLibrary([.. seen.Select(each => reader.Load(each.Place, each.Entry, keep))], isSettled: true);
    }

    /// <summary>Of several with one name and version, all but the first are broken.</summary>
    private static List<(ModelPlace Place, ModelEntry Entry)> Distinct(IEnumerable<(ModelPlace Place, ModelEntry Entry)> all)
    {
        var distinct = new List<(ModelPlace Place, ModelEntry Entry)>();
        foreach (var (place, entry) in all)
            distinct.Add((place, distinct.Any(other => IsTheSame(other.Entry, entry))
                ? ModelReader.Failed(entry with { Name = $"{entry.Name}@{distinct.Count}" }, place,
                    new ManifestException(place.Path, [$"another folder has a model named '{entry.Name}' already"]))
                : entry));
        return distinct;
    }

    /// <summary>Frees the tensors of all models that nobody uses, and of others as soon as they are left.</summary>
    public void Dispose()
    {
        foreach (var entry in Entries)
            entry.Residence?.Retire();
    }

    internal static bool IsTheSame(ModelEntry one, ModelEntry other) =>
        one.Name == other.Name && (one.Number is null || other.Number is null || one.Number == other.Number);

    private static ModelEntry Newest(IEnumerable<ModelEntry> versions) => versions.FirstOrDefault(entry => entry.IsReady) ?? versions.First();
}
