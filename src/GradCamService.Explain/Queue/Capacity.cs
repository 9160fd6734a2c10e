namespace GradCamService.Explain.Queue;

/// <summary>Places of requests that wait, compute or are drawn.</summary>
/// <param name="count">How many there are, ≥ 1.</param>
/// <param name="share">What one caller may have of those that others leave, 0 to 1; one at least.</param>
internal sealed class Capacity(int count, double share)
{
    private readonly CallerShares _shares = new(count, share, least: 1);
    private readonly object _gate = new();

    /// <summary>How many are taken.</summary>
    public int Taken
    {
        get
        {
            lock (_gate)
                return (int)_shares.Sum;
        }
    }

    /// <summary>A place, until it is disposed; null where the caller may have none now.</summary>
    public IDisposable? TryTake(Caller caller)
    {
        lock (_gate)
        {
            if (_shares.Of(caller.Name) >= _shares.MostOf(caller.Name))
                return null;
            _shares.Add(caller.Name, 1);
            return new Taking(this, caller.Name);
        }
    }

    /// <summary>How many the caller may have now.</summary>
    public int MostOf(Caller caller)
    {
        lock (_gate)
            return (int)_shares.MostOf(caller.Name);
    }

    private sealed class Taking(Capacity capacity, string caller) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            lock (capacity._gate)
            {
                if (_isOver)
                    return;
                _isOver = true;
                capacity._shares.Add(caller, -1);
            }
        }
    }
}
