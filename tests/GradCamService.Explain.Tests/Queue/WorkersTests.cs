using GradCamService.Explain.Queue;
using Xunit;

namespace GradCamService.Explain.Tests.Queue;

public sealed class WorkersTests
{
    [Fact]
    public async Task A_request_that_comes_later_is_worked_on_before_what_waits_of_a_job()
    {
        var (workers, done) = (new Workers(1, share: 0), new List<string>());
        using var gate = new ManualResetEventSlim();
        var busy = workers.WorkAsync(Lane.Background, () => gate.Wait(TimeSpan.FromMinutes(1)), CancellationToken.None);

        Task Of(Lane lane, string name) => workers.WorkAsync(lane, () => { done.Add(name); return 0; }, CancellationToken.None);
        var all = new[] { Of(Lane.Background, "job 1"), Of(Lane.Background, "job 2"), Of(Lane.Interactive, "request") };
        gate.Set();
        await Task.WhenAll(all.Append(busy));

        Assert.Equal(["request", "job 1", "job 2"], done);
    }

    [Fact]
    public async Task Who_leaves_while_it_waits_is_not_worked_for_and_takes_no_worker_with_it()
    {
        var workers = new Workers(1, share: 0.2);
        using var left = new CancellationTokenSource();
        using var gate = new ManualResetEventSlim();
        var busy = workers.WorkAsync(Lane.Interactive, () => gate.Wait(TimeSpan.FromMinutes(1)), CancellationToken.None);
        var leaving = workers.WorkAsync<int>(Lane.Background, () => throw new InvalidOperationException("worked"), left.Token);

        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        gate.Set();
        await busy;

        Assert.Equal(7, (await workers.WorkAsync(Lane.Background, () => 7, CancellationToken.None)).Made);
    }

    [Fact]
    public async Task Work_that_fails_frees_its_worker()
    {
        var workers = new Workers(1, share: 0.2);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => workers.WorkAsync<int>(Lane.Background, () => throw new InvalidOperationException("damaged"), CancellationToken.None));

        Assert.Equal(7, (await workers.WorkAsync(Lane.Interactive, () => 7, CancellationToken.None)).Made);
    }

    [Fact]
    public async Task One_worker_is_kept_for_what_is_short()
    {
        var workers = new Workers(2, share: 0.2);
        using var gate = new ManualResetEventSlim();
        var large = new Effort(Pixels: 49_000_000);
        var flood = Enumerable.Range(0, 8).Select(_ => workers.WorkAsync(
            Lane.Interactive, () => gate.Wait(TimeSpan.FromMinutes(1)), CancellationToken.None, new Caller("flood"), large)).ToList();

        await workers.WorkAsync(Lane.Interactive, () => 1, CancellationToken.None, new Caller("honest"), new Effort(Pixels: 1_000_000));

        Assert.All(flood, each => Assert.False(each.IsCompleted));
        gate.Set();
        Assert.All(await Task.WhenAll(flood), each => Assert.True(each.Made));
    }

    [Fact]
    public async Task Large_work_of_callers_takes_turns()
    {
        var (workers, done) = (new Workers(1, share: 0.2), new List<string>());
        using var gate = new ManualResetEventSlim();
        var busy = workers.WorkAsync(Lane.Interactive, () => gate.Wait(TimeSpan.FromMinutes(1)), CancellationToken.None);

        Task Of(string caller, int number) => workers.WorkAsync(
            Lane.Interactive, () => { done.Add($"{caller} {number}"); return 0; }, CancellationToken.None, new Caller(caller), new Effort(Pixels: 49_000_000));
        var all = Enumerable.Range(0, 6).Select(i => Of("flood", i)).Append(Of("honest", 0)).ToList();
        gate.Set();
        await Task.WhenAll(all.Append(busy));

        Assert.Equal("honest 0", done[0]);
    }

    [Fact]
    public async Task Who_needs_less_memory_passes_who_waits_for_more_but_not_for_ever()
    {
        var (workers, done) = (new Workers(2, share: 0.2, memory: 100), new List<string>());
        using var gate = new ManualResetEventSlim();
        Task Of(string name, long bytes, bool isHeld) => workers.WorkAsync(Lane.Interactive, () =>
        {
            if (isHeld)
                gate.Wait(TimeSpan.FromMinutes(1));
            lock (done)
                done.Add(name);
            return 0;
        }, CancellationToken.None, new Caller(name), new Effort(Pixels: 1, bytes));

        var (held, waiting) = (Of("held", 80, isHeld: true), Of("waiting", 95, isHeld: true));
        for (var i = 0; i < 16; i++)
            await Of("small", 10, isHeld: false);
        var last = Of("last", 10, isHeld: false);
        gate.Set();
        await Task.WhenAll(held, waiting, last);

        // There is no memory for the last beside the one that waited.
        Assert.Equal(["held", "waiting", "last"], done.Skip(16));
    }
}
