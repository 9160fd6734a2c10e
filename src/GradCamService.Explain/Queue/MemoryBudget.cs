namespace GradCamService.Explain.Queue;

/// <summary>
/// Bytes that requests may hold. One part is for what they hold from admission until their answer is sent (upload, shrunk photo, pictures):
/// an interactive request that does not fit is refused at once. The other is for photos while they are decoded, which is brief: who does not fit waits
/// (<see cref="Workers"/>). The two are apart so that decoding always goes on, and with it what holds the first part comes to its end.
/// </summary>
/// <param name="bytes">All together.</param>
/// <param name="share">What one caller may hold of what others leave, 0 to 1.</param>
internal sealed class MemoryBudget(long bytes, double share)
{
    private readonly RequestMemory _held = new(bytes / 2, share);

    /// <summary>Bytes that requests hold from admission to answer.</summary>
    public long Held { get; } = bytes / 2;

    /// <summary>Bytes of photos that are being decoded.</summary>
    public long Decoding { get; } = bytes - bytes / 2;

    /// <summary>How many of them are held now.</summary>
    public long HeldNow => _held.Now;

    /// <summary>Bytes that are held, until they are disposed; null where they do not fit now.</summary>
    public HeldBytes? TryHold(long bytes, Caller caller) => _held.TryHold(bytes, caller);

    /// <inheritdoc cref="RequestMemory.MostOf"/>
    public long MostOf(Caller caller) => _held.MostOf(caller);

    /// <summary>Waits for bytes on the background lane: at most <see cref="Held"/>.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="isAdmitted">Whether they are for what was admitted before.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public Task<HeldBytes> HoldAsync(long bytes, bool isAdmitted, CancellationToken cancellation) => _held.HoldAsync(bytes, isAdmitted, cancellation);
}
