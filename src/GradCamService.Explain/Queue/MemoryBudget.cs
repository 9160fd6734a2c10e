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

    // Of what is not needed for one photo at the least, so much is for decoding several at once.
    private const int DecodingShare = 4;

    private readonly ConcurrencyLimiter _held;
    private readonly ConcurrencyLimiter _decoding;
    private readonly int _decodingLimit;

    /// <param name="bytes">All together.</param>
    /// <param name="mostDecoded">What the largest photo takes while it is decoded: at least so much is for decoding.</param>
    /// <param name="mostHeld">What a request takes at the most when it comes: at least so much is for holding.</param>
    public MemoryBudget(long bytes, long mostDecoded, long mostHeld)
    {
        var decoding = mostDecoded + Math.Max(bytes - mostDecoded - mostHeld, 0) / DecodingShare;
        Bytes = Math.Max(bytes, mostDecoded + mostHeld);
        Held = Bytes - decoding;
        _decodingLimit = Units(decoding);
        _held = Limiter(Units(Held), waiting: 0);
        _decoding = Limiter(_decodingLimit, waiting: int.MaxValue);
    }

    /// <summary>All bytes; more than was asked for where that would not do for a single request.</summary>
    public long Bytes { get; }

    /// <summary>Those that requests hold from admission to answer.</summary>
    public long Held { get; }

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

    /// <summary>Waits for the bytes that a photo takes while it is decoded.</summary>
    public ValueTask<RateLimitLease> DecodeAsync(long bytes, CancellationToken cancellation) =>
        _decoding.AcquireAsync(Math.Min(Units(bytes), _decodingLimit), cancellation);

    public void Dispose()
    {
        _held.Dispose();
        _decoding.Dispose();
    }

    private static ConcurrencyLimiter Limiter(int permits, int waiting) => new(new ConcurrencyLimiterOptions
    {
        PermitLimit = permits,
        QueueLimit = waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private static int Units(long bytes) => (int)Math.Clamp((bytes + Unit - 1) / Unit, 1, int.MaxValue);
}
