using GradCamService.Explain.Models;
using GradCamService.Explain.Networks;

namespace GradCamService.Explain.Library;

/// <summary>A model's stay in memory. It owns the tensors, which go when the model was retired and the last user has left.</summary>
/// <param name="model">The model.</param>
/// <param name="graphs">Its graphs.</param>
/// <param name="free">Where tensors are freed: on the device's thread, between two batches.</param>
internal sealed class Residence(LoadedModel model, ModelGraphs graphs, Action<Action> free)
{
    private static long _entries;

    private readonly Lock _gate = new();
    private int _users;
    private bool _isRetired;

    public LoadedModel Model => model;

    public IReadOnlyList<SharedGraph> Graphs { get; } = [.. graphs.Taken];

    /// <summary>Bytes of its constants.</summary>
    public long Bytes { get; } = graphs.Taken.Sum(graph => graph.Bytes);

    /// <summary>When somebody entered last, or it came: a number that grows with each of these in the process.</summary>
    public long LastEntered { get; private set; } = Interlocked.Increment(ref _entries);

    /// <summary>Null where it is retired: another one may be in its place.</summary>
    public ModelLease? TryEnter()
    {
        lock (_gate)
        {
            if (_isRetired)
                return null;
            _users++;
            LastEntered = Interlocked.Increment(ref _entries);
            return new ModelLease(this);
        }
    }

    /// <summary>Nobody enters any more.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            if (_isRetired)
                return;
            _isRetired = true;
            if (_users > 0)
                return;
        }
        free(graphs.Dispose);
    }

    internal void Leave()
    {
        lock (_gate)
            if (--_users > 0 || !_isRetired)
                return;
        free(graphs.Dispose);
    }
}

/// <summary>Keeps a model in memory, whatever becomes of its folder, until it is disposed.</summary>
public sealed class ModelLease : IDisposable
{
    private readonly Residence _residence;
    private int _isLeft;

    internal ModelLease(Residence residence) => _residence = residence;

    public LoadedModel Model => _residence.Model;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            _residence.Leave();
    }
}
