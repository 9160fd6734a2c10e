using GradCamService.Explain.Library;

namespace GradCamService.Explain.Queue;

/// <summary>The models as they are now: a library that never changes, in whose place another one comes.</summary>
public sealed class ServedModels : IDisposable
{
    private volatile ModelLibrary? _library;
    private volatile ModelCatalog? _catalog;

    /// <summary>Whether each model was loaded or refused, or has taken so long that nobody should wait for it.</summary>
    public bool IsLoaded => _library is { IsSettled: true };

    /// <summary>Null until somebody has looked which there are.</summary>
    internal ModelLibrary? Now => _library;

    /// <exception cref="UnavailableException">Nobody has looked yet which there are.</exception>
    public ModelLibrary Library => _library ?? throw StillLoading();

    /// <summary>By which models come and go.</summary>
    /// <exception cref="UnavailableException">It has not begun yet, or those that there are stay.</exception>
    public ModelCatalog Catalog => _catalog ?? throw StillLoading();

    public void Set(ModelLibrary library) => _library = library;

    public void Set(ModelCatalog catalog) => _catalog = catalog;

    /// <summary>Enters a model that is to be computed with; where its memory was given to others, waits until it is loaded again.</summary>
    /// <param name="find">Finds it in the library of the moment, which may be asked several times.</param>
    /// <param name="deadline">How long it is waited for.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="UnavailableException">It is not ready, or did not become so in time.</exception>
    public async Task<ModelLease> EnterAsync(Func<ModelLibrary, ModelEntry> find, TimeSpan deadline, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        either.CancelAfter(deadline);
        while (true)
        {
            var entry = find(Library);
            if (entry.TryEnter() is { } lease)
                return lease;
            if (!entry.IsReady)
                throw NotReady(entry);
            try
            {
                // One that was only replaced in this moment is there at the next look.
                if (entry.State == ModelState.Idle)
                    await Catalog.WakeAsync(entry).WaitAsync(either.Token);
                either.Token.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new UnavailableException(FormattableString.Invariant(
                    $"The model '{entry.Name}' is loaded again, which took longer than the {deadline.TotalSeconds:0.###} s of a request (Queue:Timeout)."), Soon);
            }
        }
    }

    /// <summary>Why a model does not answer, and when it may.</summary>
    public static UnavailableException NotReady(ModelEntry entry) => entry.State == ModelState.Loading
        ? new UnavailableException($"The model '{entry.Name}' is still loading.", Soon)
        : new UnavailableException($"The model '{entry.Name}' is not ready: {entry.Reason}", retryAfter: null);

    public void Dispose()
    {
        _catalog?.Dispose();
        _library?.Dispose();
    }

    private static TimeSpan Soon => TimeSpan.FromSeconds(1);

    private static UnavailableException StillLoading() => new("The models are still loading.", Soon);
}
