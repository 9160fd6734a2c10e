namespace GradCamService.Jobs.Webhooks;

/// <summary>How long until the next try.</summary>
internal static class Waits
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // Receivers that come back are not met by all that waited in the same second.
    private const double Jitter = 0.1;

    /// <summary>The first wait, twice as long with each try, an hour at most; a tenth more or less by chance.</summary>
    /// <param name="tries">Made so far, at least one.</param>
    /// <param name="first">The first wait.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan After(int tries, TimeSpan first, double chance)
    {
        // As a double: a power of two outgrows a TimeSpan's ticks before the hour would cut it.
        var seconds = Math.Min(first.TotalSeconds * Math.Pow(2, tries - 1), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 + (Jitter * ((2 * chance) - 1))));
    }
}
