using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Onnx;
using GradCamService.Onnx.Execution;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace GradCamService.Explain.Library;

/// <summary>
/// Models that come and go. Each is loaded on a thread of its own and takes its place in the library only when it is ready; who entered the one before
/// keeps that. For any number of threads.
/// </summary>
public sealed partial class ModelCatalog : IDisposable
{
    // One after the other, so that they do not take each other's cores and memory; but nobody waits longer than this for another.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A load looks at its time between two nodes. One that does not come to that is given up, and ends whenever it does.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly CatalogSettings _settings;
    private readonly ModelReader _reader;
    private readonly Action<ModelLibrary> _publish;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly List<CatalogSlot> _slots = [];
    private bool _isSettled;
    private bool _isClosed;

    /// <param name="settings">How they come and go.</param>
    /// <param name="device">Where networks run.</param>
    /// <param name="between">Has something done on the device's thread, between two batches.</param>
    /// <param name="publish">Takes each new library, in order.</param>
    /// <param name="logger">For what becomes of models.</param>
    public ModelCatalog(CatalogSettings settings, Device device, Action<Action> between, Action<ModelLibrary> publish, ILogger logger)
    {
        (_settings, _publish, _logger) = (settings, publish, logger);
        _reader = new ModelReader(
            new GraphStore(device, settings.Precision), settings.Limits, work => LoadThread.Await(between, work), free => between(() =>
            {
                free();
                NativeHeap.GiveBack();
            }));
    }

    /// <summary>Lists what there is, and begins to load it.</summary>
    /// <returns>Ends when every model is ready or refused, or has taken so long that nobody else should wait for it.</returns>
    public async Task BeginAsync()
    {
        Scan();
        foreach (var slot in Slots())
            await Task.WhenAny(LoadAsync(slot, again: false), Task.Delay(Patience));
        lock (_gate)
        {
            _isSettled = true;
            Publish();
        }
    }

    /// <summary>
    /// Loads a model from its folder, also one that came there only now. The one before answers until then, and goes on where this one is broken.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Null: the newest in the folders.</param>
    /// <returns>What came of it; null where there is no such model.</returns>
    public async Task<ModelEntry?> LoadAsync(string name, string? version)
    {
        Scan();
        return Matching(name, version).MaxBy(slot => slot.Entry.Number) is { } slot ? await LoadAsync(slot, again: true) : null;
    }

    /// <summary>Takes a model away until it is loaded again; who has entered keeps it until then.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Null: all of them.</param>
    /// <returns>Whether there is such a model.</returns>
    public async Task<bool> UnloadAsync(string name, string? version)
    {
        var slots = Matching(name, version);
        foreach (var slot in slots)
        {
            if (slot.Load is { } load)
                await load;
            Replace(slot, entry => entry with { State = ModelState.Unloaded, Residence = null, Reason = "an administrator has unloaded it", Failure = null });
        }
        return slots.Count > 0;
    }

    /// <summary>Loads again what was let go to spare memory; all who ask meanwhile wait for one load.</summary>
    public async Task WakeAsync(ModelEntry idle)
    {
        if (Slots().Find(slot => slot.Entry.Name == idle.Name && slot.Entry.Number == idle.Number && slot.Entry.State == ModelState.Idle) is { } slot)
            await LoadAsync(slot, again: false);
    }

    /// <summary>
    /// Looks whether folders came, changed or went. What is as it was at the last look, and not as it was when it was loaded, is loaded: files are written one
    /// after the other. One caller at a time.
    /// </summary>
    public void Look()
    {
        Scan();
        foreach (var slot in Slots())
        {
            var (stamp, before) = (slot.Place.Stamp(), slot.Glimpse);
            slot.Glimpse = stamp;
            if (stamp != before || slot.IsLoading)
                continue;
            if (stamp is null)
                Remove(slot);
            else if (stamp != slot.Stamp && slot.Entry.State != ModelState.Unloaded)
                _ = LoadAsync(slot, again: false);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _isClosed = true;
        foreach (var slot in Slots())
            slot.Entry.Residence?.Retire();
    }

    private List<CatalogSlot> Slots()
    {
        lock (_gate)
            return [.. _slots];
    }

    private List<CatalogSlot> Matching(string name, string? version) =>
        Slots().FindAll(slot => slot.Entry.Name == name && (version is null || slot.Entry.Version == version));

    /// <summary>Adds what is new in the folders.</summary>
    private void Scan()
    {
        var places = _settings.Places().SelectMany(ModelPlace.In).ToList();
        lock (_gate)
        {
            foreach (var place in places.Where(place => !_slots.Exists(slot => slot.Place == place)))
                _slots.Add(new CatalogSlot(place, Seen(place)));
            Publish();
        }
    }

    /// <summary>What lies at a place, if its name is free.</summary>
    private ModelEntry Seen(ModelPlace place)
    {
        var entry = ModelReader.Look(place);
        var first = _slots.Find(slot => slot.Place != place && ModelLibrary.IsTheSame(slot.Entry, entry));
        return first is null ? entry : ModelReader.Failed(entry with { Name = $"{entry.Name}@{_slots.Count}" }, place,
            new ManifestException(place.Path, [$"another folder has a model named '{entry.Name}' already"]));
    }

    /// <param name="slot">What is loaded.</param>
    /// <param name="again">Whether a load that has begun already, and may have read what is not there any more, is not enough.</param>
    private Task<ModelEntry> LoadAsync(CatalogSlot slot, bool again)
    {
        lock (_gate)
            return slot.Load = slot.IsLoading && !again ? slot.Load! : LoadAfterAsync(slot.Load, slot);
    }

    private async Task<ModelEntry> LoadAfterAsync(Task? before, CatalogSlot slot)
    {
        // Whoever holds the lock goes on.
        await Task.Yield();
        await (before ?? Task.CompletedTask);
        MakeRoom(slot.LastBytes, slot);
        var stamp = slot.Place.Stamp();
        var loading = LoadThread.Run(() => Read(slot));
        var isInTime = await Task.WhenAny(loading, Task.Delay(_settings.Limits.Time + Grace)) == loading;
        var loaded = isInTime ? await loading : ModelReader.Failed(slot.Entry, slot.Place, LoadLimitException.Time(_settings.Limits));
        if (!isInTime)
            _ = LetGoAsync(loading);
        if (loaded.Residence is { } residence && WhyNot(slot, stamp, residence) is { } reason)
        {
            residence.Retire();
            loaded = ModelReader.Failed(loaded with { Residence = null }, slot.Place, reason);
        }
        slot.Stamp = stamp;
        Take(slot, loaded);
        MakeRoom(0, slot);
        return loaded;
    }

    private static async Task LetGoAsync(Task<ModelEntry> loading) => (await loading).Residence?.Retire();

    private ModelEntry Read(CatalogSlot slot)
    {
        ModelEntry seen;
        ILookup<string, string> keep;
        lock (_gate)
        {
            seen = Seen(slot.Place);
            keep = ModelGraphs.KeepOf(_slots.Where(other => other != slot).Select(other => other.Entry).Append(seen)
                .Select(entry => entry.Manifest).OfType<ModelManifest>());
        }
        return _reader.Load(slot.Place, seen, keep);
    }

    private Exception? WhyNot(CatalogSlot slot, string? stamp, Residence residence) =>
        stamp != slot.Place.Stamp() ? new ManifestException(slot.Place.Path, ["files changed while they were loaded"])
        : _settings.MemoryBudget is > 0 and var budget && residence.Bytes > budget ? new LoadLimitException(FormattableString.Invariant(
            $"its constants take {residence.Bytes} bytes; those of all models together may take {budget} (Models:MemoryBudget)"))
        : null;

    /// <summary>Puts a model into its place; what is broken only says so where another one is there that goes on.</summary>
    private void Take(CatalogSlot slot, ModelEntry loaded)
    {
        slot.LastBytes = Math.Max(loaded.MemoryBytes, 0) is > 0 and var bytes ? bytes : slot.LastBytes;
        if (!Replace(slot, before => loaded.State == ModelState.Ready || before.Residence is null ? loaded
            : before with { Reason = $"what is in its folder now cannot be loaded, and the model before goes on: {loaded.Reason}", Failure = loaded.Failure }))
            loaded.Residence?.Retire();
        if (loaded.State != ModelState.Ready)
            NotReady(loaded.Failure, loaded.Name, loaded.Reason!);
        else if (loaded.Model!.OneByOne is { } reason)
            RunsOneByOne(loaded.Name, reason);
        Loaded(loaded.Name, loaded.Version, loaded.State, loaded.MemoryBytes);
    }

    private void Remove(CatalogSlot slot)
    {
        Residence? gone;
        lock (_gate)
        {
            slot.IsGone = true;
            gone = slot.Entry.Residence;
            _slots.Remove(slot);
            Publish();
        }
        gone?.Retire();
        Removed(slot.Entry.Name, slot.Entry.Version);
    }

    /// <summary>Retires those that nobody has asked for longest, until the others and what is coming fit.</summary>
    /// <param name="coming">Bytes, as far as they are known.</param>
    /// <param name="kept">What is not retired.</param>
    private void MakeRoom(long coming, CatalogSlot kept)
    {
        if (_settings.MemoryBudget == 0)
            return;
        foreach (var slot in Slots().Where(slot => slot != kept && slot.Entry.Residence is not null).OrderBy(slot => slot.Entry.Residence?.LastEntered))
        {
            if (Resident() + coming <= _settings.MemoryBudget)
                return;
            Replace(slot, entry => entry.State == ModelState.Ready ? entry with { State = ModelState.Idle, Residence = null } : entry);
        }
    }

    /// <summary>Bytes of all models that can be entered; what several share counts once.</summary>
    private long Resident() => Slots().SelectMany(slot => slot.Entry.Residence?.Graphs ?? []).Distinct().Sum(graph => graph.Bytes);

    /// <summary>Replaces what is known of a slot; who can no longer be entered retires.</summary>
    /// <returns>Whether it was: not where the slot is gone.</returns>
    private bool Replace(CatalogSlot slot, Func<ModelEntry, ModelEntry> change)
    {
        ModelEntry before, now;
        lock (_gate)
        {
            if (slot.IsGone || _isClosed)
                return false;
            (before, now) = (slot.Entry, slot.Entry = change(slot.Entry));
            Publish();
        }
        if (before.Residence != now.Residence)
            before.Residence?.Retire();
        return true;
    }

    private void Publish() => _publish(new ModelLibrary(_slots.Select(slot => slot.Entry), _isSettled));

    [LoggerMessage(LogLevel.Warning, "Model {Model} is not ready: {Reason}")]
    private partial void NotReady(Exception? failure, string model, string reason);

    [LoggerMessage(LogLevel.Information, "Model {Model} computes one image at a time: {Reason}")]
    private partial void RunsOneByOne(string model, string reason);

    [LoggerMessage(LogLevel.Information, "Model {Model}, version {Version}: {State}, {Bytes} bytes")]
    private partial void Loaded(string model, string? version, ModelState state, long bytes);

    [LoggerMessage(LogLevel.Information, "Model {Model}, version {Version}, is gone: its folder is not there any more")]
    private partial void Removed(string model, string? version);
}
