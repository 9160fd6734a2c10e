using System.Threading.RateLimiting;

namespace GradCamService.Explain.Queue;

/// <summary>
/// Bytes that requests may hold. One part is for what they hold from admission until their answer is sent (upload, shrunk photo, pictures):
/// who does not fit is refused at once. The other is for photos while they are decoded, which is brief: who does not fit waits. The two are
/// apart so that decoding always goes on, and with it what holds the first part comes to its end.
/// </summary>
internal sealed class MemoryBudget : IDisposable
{
    // Permits are kibibytes, so that an int counts two terabytes.
    private const int Unit = 1 << 10;

    private readonly ConcurrencyLimiter _held;
    private readonly ConcurrencyLimiter _decoding;

    /// <param name="bytes">All together.</param>
    public MemoryBudget(long bytes)
    {
        (Held, Decoding) = (bytes / 2, bytes - bytes / 2);
        _held = Limiter(Held, waiting: 0);
        _decoding = Limiter(Decoding, waiting: int.MaxValue);
    }

    /// <summary>Bytes that requests hold from admission to answer.</summary>
    public long Held { get; }

    /// <summary>Bytes of photos that are being decoded.</summary>
    public long Decoding { get; }

    /// <summary>How many of them are held now.</summary>
    public long HeldNow => (Units(Held) - _held.GetStatistics()!.CurrentAvailablePermits) * Unit;

    /// <summary>Bytes that are held, until the lease is disposed; null where they do not fit now.</summary>
    public RateLimitLease? TryHold(long bytes)
    {
        if (bytes > Held)
            return null;
        var lease = _held.AttemptAcquire(Units(bytes));
        if (lease.IsAcquired)
            return lease;
        lease.Dispose();
        return null;
    }

    /// <summary>Waits for the bytes that a photo takes while it is decoded: at most <see cref="Decoding"/>.</summary>
    public ValueTask<RateLimitLease> DecodeAsync(long bytes, CancellationToken cancellation) =>
        _decoding.AcquireAsync(Units(bytes), cancellation);

    public void Dispose()
    {
        _held.Dispose();
        _decoding.Dispose();
    }

    private static ConcurrencyLimiter Limiter(long bytes, int waiting) => new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Units(bytes),
        QueueLimit = waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private static int Units(long bytes) => (int)Math.Clamp((bytes + Unit - 1) / Unit, 1, int.MaxValue);
}
