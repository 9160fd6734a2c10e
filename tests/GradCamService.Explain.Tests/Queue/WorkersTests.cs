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
}
