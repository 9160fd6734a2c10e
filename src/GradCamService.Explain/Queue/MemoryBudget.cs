using System.Threading.RateLimiting;

namespace GradCamService.Explain.Queue;

/// <summary>
/// Bytes that requests may hold. One part is for what they hold from admission until their answer is sent (upload, shrunk photo, pictures):
/// an interactive request that does not fit is refused at once. The other is for photos while they are decoded, which is brief: who does not fit waits. The
/// two are apart so that decoding always goes on, and with it what holds the first part comes to its end.
/// </summary>
internal sealed class MemoryBudget : IDisposable
{
    // Permits are kibibytes, so that an int counts two terabytes.
    private const int Unit = 1 << 10;

    private readonly RequestMemory _held;
    private readonly ConcurrencyLimiter _decoding;

    /// <param name="bytes">All together.</param>
    /// <param name="share">What one caller may hold of it, 0 to 1.</param>
    public MemoryBudget(long bytes, double share)
    {
        (Held, Decoding) = (bytes / 2, bytes - bytes / 2);
        _held = new RequestMemory(Held, (long)(Held * share));
        _decoding = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = Units(Decoding),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>Bytes that requests hold from admission to answer.</summary>
    public long Held { get; }

    /// <summary>Bytes of photos that are being decoded.</summary>
    public long Decoding { get; }

    /// <summary>How many of them are held now.</summary>
    public long HeldNow => _held.Now;

    /// <summary>Bytes that are held, until they are disposed; null where they do not fit now.</summary>
    public HeldBytes? TryHold(long bytes, Caller caller) => _held.TryHold(bytes, caller);

    /// <inheritdoc cref="RequestMemory.IsOverShare"/>
    public bool IsOverShare(Caller caller, long bytes) => _held.IsOverShare(caller, bytes);

    /// <summary>Waits for bytes on the background lane: at most <see cref="Held"/>.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="isAdmitted">Whether they are for what was admitted before.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public Task<HeldBytes> HoldAsync(long bytes, bool isAdmitted, CancellationToken cancellation) => _held.HoldAsync(bytes, isAdmitted, cancellation);

    /// <summary>Waits for the bytes that a photo takes while it is decoded: at most <see cref="Decoding"/>.</summary>
    public ValueTask<RateLimitLease> DecodeAsync(long bytes, CancellationToken cancellation) =>
        _decoding.AcquireAsync(Units(bytes), cancellation);

    public void Dispose() => _decoding.Dispose();

    private static int Units(long bytes) => (int)Math.Clamp((bytes + Unit - 1) / Unit, 1, int.MaxValue);
}
