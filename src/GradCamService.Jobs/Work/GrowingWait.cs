namespace GradCamService.Jobs.Work;

/// <summary>Waits that double while something fails. Safe to use from many threads.</summary>
/// <param name="first">The first.</param>
/// <param name="longest">The longest.</param>
public sealed class GrowingWait(TimeSpan first, TimeSpan longest)
{
    private int _failures;

    /// <summary>How long to wait after one more failure.</summary>
    public TimeSpan Next()
    {
        var failures = Math.Min(Interlocked.Increment(ref _failures) - 1, 30);
        return TimeSpan.FromTicks((long)Math.Min(first.Ticks * Math.Pow(2, failures), longest.Ticks));
    }

    /// <summary>It works again.</summary>
    public void Reset() => Volatile.Write(ref _failures, 0);
}
