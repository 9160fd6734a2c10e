namespace GradCamService.Jobs.Work;

/// <summary>How many parts are computed at once. One that may kill its worker is computed with nothing beside it, so that nobody else is charged.</summary>
public sealed class PartGate : IDisposable
{
    /// <summary>Enough that one is computed while another is read and a third is stored.</summary>
    public const int AtOnce = 3;

    private readonly SemaphoreSlim _turnstile = new(1);
    private readonly SemaphoreSlim _places = new(AtOnce);

    /// <summary>Waits for a place, or for all; dispose what it gives.</summary>
    public async Task<IDisposable> EnterAsync(bool alone, CancellationToken cancellation)
    {
        var (needed, taken) = (alone ? AtOnce : 1, 0);
        await _turnstile.WaitAsync(cancellation);
        try
        {
            for (; taken < needed; taken++)
                await _places.WaitAsync(cancellation);
            return new Leaving(_places, needed);
        }
        catch when (taken > 0)
        {
            _places.Release(taken);
            throw;
        }
        finally
        {
            _turnstile.Release();
        }
    }

    public void Dispose()
    {
        _turnstile.Dispose();
        _places.Dispose();
    }

    private sealed class Leaving(SemaphoreSlim places, int count) : IDisposable
    {
        private int _count = count;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _count, 0) is > 0 and var left)
                places.Release(left);
        }
    }
}
