using System.Globalization;
using GradCamService.Jobs.States;
using GradCamService.Jobs.Webhooks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GradCamService.Jobs.Tests.Webhooks;

public sealed class WebhookLoopTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1700000000);

    [Fact]
    public async Task A_receiver_that_hangs_holds_up_no_other_host_however_much_waits_for_it()
    {
        await using var hanging = new Receiver(Receiver.Never);
        await using var receiver = new Receiver("200 OK");
        await using var jobs = await EndedJobs.CreateAsync();
        for (var i = 0; i < 30; i++)
            await jobs.AddAsync($"hanging{i}", hanging.Url("localhost"), Now);
        await jobs.AddAsync("a", receiver.Url(), Now);

        await RunAsync(jobs.Loop(HookOptions.Of(), TimeProvider.System), async () => (await jobs.DeliveryAsync("a")).State == WebhookState.Delivered);

        // It is told of one at a time.
        Assert.Single(hanging.Messages);
    }

    [Fact]
    public async Task All_are_told_oldest_first()
    {
        await using var receiver = new Receiver("200 OK");
        await using var jobs = await EndedJobs.CreateAsync();
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
            ids.Insert(0, (await jobs.AddAsync($"job{i}", receiver.Url(), Now - TimeSpan.FromSeconds(i))).Id.ToString(CultureInfo.InvariantCulture));

        await RunAsync(jobs.Loop(HookOptions.Of(giveUpAfter: TimeSpan.FromDays(7)), new FakeTimeProvider(Now)), async () => await AllToldAsync(jobs));

        Assert.Equal(ids, receiver.Messages.Select(message => message.Headers["X-Delivery"]));
    }

    [Fact]
    public async Task Two_processes_tell_each_end_once()
    {
        await using var receiver = new Receiver("200 OK");
        await using var jobs = await EndedJobs.CreateAsync();
        for (var i = 0; i < 40; i++)
            await jobs.AddAsync($"job{i}", receiver.Url(), Now);
        var loops = new[] { jobs.Loop(HookOptions.Of(), TimeProvider.System), jobs.Loop(HookOptions.Of(), TimeProvider.System, jobs.Open()) };

        await Task.WhenAll(loops.Select(loop => Task.Run(() => RunAsync(loop, async () => await AllToldAsync(jobs)))));

        Assert.Equal(40, receiver.Messages.Count);
        Assert.Equal(40, receiver.Messages.Select(message => message.Headers["X-Delivery"]).Distinct().Count());
    }

    [Fact]
    public async Task One_that_another_process_has_is_left_to_it_until_its_time_is_over()
    {
        await using var receiver = new Receiver("200 OK");
        await using var jobs = await EndedJobs.CreateAsync();
        var time = new FakeTimeProvider(Now);
        var found = await jobs.AddAsync("a", receiver.Url(), Now);
        // It takes it and dies.
        Assert.NotNull(await new DeliveryStore(jobs.Open()).ClaimAsync(found, Now + TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken));
        var loop = jobs.Loop(HookOptions.Of(), time);

        Assert.Null(await new DeliveryStore(jobs.Open()).ClaimAsync(found, Now + TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken));
        await loop.RoundAsync();
        Assert.Empty(receiver.Messages);
        time.Advance(TimeSpan.FromSeconds(40));
        await loop.RoundAsync();

        Assert.Single(receiver.Messages);
        var delivery = await jobs.DeliveryAsync("a");
        Assert.Equal((WebhookState.Delivered, 2), (delivery.State, delivery.Attempts));
    }

    [Fact]
    public async Task What_is_being_sent_when_it_stops_is_handed_back()
    {
        await using var hanging = new Receiver(Receiver.Never);
        await using var jobs = await EndedJobs.CreateAsync();
        await jobs.AddAsync("a", hanging.Url(), Now);

        await RunAsync(jobs.Loop(HookOptions.Of(), TimeProvider.System), () => Task.FromResult(hanging.Messages.Count == 1));

        var delivery = await jobs.DeliveryAsync("a");
        Assert.Equal((WebhookState.Waiting, 0, Now), (delivery.State, delivery.Attempts, delivery.NextAt));
    }

    [Fact]
    public async Task A_database_that_is_away_is_waited_for()
    {
        await using var receiver = new Receiver("200 OK");
        await using var jobs = await EndedJobs.CreateAsync();
        await jobs.AddAsync("a", receiver.Url(), Now);
        var asked = 0;
        var database = jobs.Open(() =>
        {
            if (Interlocked.Increment(ref asked) <= 2)
                throw new InvalidOperationException("It is away.");
        });

        await RunAsync(jobs.Loop(HookOptions.Of(), TimeProvider.System, database), async () => (await jobs.DeliveryAsync("a")).State == WebhookState.Delivered);

        Assert.True(asked > 2);
    }

    private static async Task<bool> AllToldAsync(EndedJobs jobs) => (await jobs.DeliveriesAsync()).All(row => row.State == WebhookState.Delivered);

    private static async Task RunAsync(WebhookLoop loop, Func<Task<bool>> until)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = loop.RunAsync(stop.Token);
        try
        {
            await Rounds.UntilAsync(until);
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }
    }
}
