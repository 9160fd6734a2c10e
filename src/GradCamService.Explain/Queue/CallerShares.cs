namespace GradCamService.Explain.Queue;

/// <summary>
/// How much of something each caller has, and the most it may have: a share of what the others leave. So a caller alone may have much, and however many take
/// all they may, a little is left for the next (dynamic thresholds: Choudhury and Hahne, IEEE/ACM Transactions on Networking 6, 1998). Used under its owner's lock.
/// </summary>
/// <param name="most">All that there is.</param>
/// <param name="share">0 to 1 (whatever is left).</param>
/// <param name="least">What a caller may have of what is left, however small its share.</param>
internal sealed class CallerShares(long most, double share, long least = 0)
{
    private readonly Dictionary<string, long> _had = [];

    /// <summary>What all have together.</summary>
    public long Sum { get; private set; }

    public long Of(string caller) => _had.GetValueOrDefault(caller);

    /// <summary>The most it may have now, with what it has.</summary>
    public long MostOf(string caller)
    {
        var left = most - (Sum - Of(caller));
        return Math.Max((long)(share * left), Math.Min(least, left));
    }

    public void Add(string caller, long more)
    {
        Sum += more;
        if (Of(caller) + more is not 0 and var has)
            _had[caller] = has;
        else
            _had.Remove(caller);
    }
}
