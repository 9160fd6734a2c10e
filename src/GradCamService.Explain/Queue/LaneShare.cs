namespace GradCamService.Explain.Queue;

/// <summary>
/// Which lane goes next where both wait: the interactive one, unless the background lane has had less than its share of the time that both wanted. Whoever
/// hands out turns keeps it, under a lock of its own.
/// </summary>
/// <param name="share">Least share of the background lane, 0 to 1.</param>
internal sealed class LaneShare(double share)
{
    // Turns' worth of time that may be owed: what a turn of minutes displaced is not paid for during minutes.
    private const int MostTurns = 4;

    // What the background lane may still have; below zero, what it has had too much.
    private TimeSpan _owed;

    /// <summary>The lane whose turn it is.</summary>
    public Lane Next => _owed > TimeSpan.Zero ? Lane.Background : Lane.Interactive;

    /// <summary>Accounts for a turn.</summary>
    /// <param name="lane">Whose it was.</param>
    /// <param name="time">How long it took.</param>
    /// <param name="otherWaits">Whether the other lane wants the next one. Where it does not, it gave nothing up, and nothing is owed.</param>
    public void Took(Lane lane, TimeSpan time, bool otherWaits)
    {
        var most = time * MostTurns;
        if (!otherWaits)
            _owed = TimeSpan.Zero;
        else if (lane == Lane.Interactive)
            _owed = Max(_owed, Min(_owed + time * share, most));
        else
            _owed = Min(_owed, Max(_owed - time * (1 - share), -most));
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
