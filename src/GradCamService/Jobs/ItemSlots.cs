namespace GradCamService.Jobs;

/// <summary>How many photos of jobs are decoded, computed and drawn at once in this process, of all jobs together.</summary>
internal sealed class ItemSlots(int count) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(count);

    public int Count { get; } = count;

    /// <summary>Waits for a slot; dispose what it gives.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await _slots.WaitAsync(cancellation);
        return new Slot(_slots);
    }

    public void Dispose() => _slots.Dispose();

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
    }
}
