namespace GradCamService.Jobs.States;

/// <summary>Tells those in this process who wait for it what happened to jobs; they look again by themselves, too, for what other processes did.</summary>
public sealed class JobNews
{
    private volatile TaskCompletionSource _parts = New();

    /// <summary>A job was cancelled here, by its id.</summary>
    public event Action<string>? IsCancelled;

    /// <summary>Parts were put down that wait to be computed.</summary>
    public void PartsWait() => Interlocked.Exchange(ref _parts, New()).TrySetResult();

    public void Cancelled(string id) => IsCancelled?.Invoke(id);

    /// <summary>Taken before looking for parts: completes when new ones were put down since.</summary>
    public Task NextParts => _parts.Task;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
