using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using Xunit;

namespace GradCamService.Explain.Tests.Queue;

/// <summary>What the device's thread does with two lanes; each photo takes 10 ms of a clock that only the device moves.</summary>
public sealed class DeviceLanesTests
{
    private static readonly TimeSpan APhoto = TimeSpan.FromMilliseconds(10);

    private static readonly LoadedModel Model = MadeOrders.Model();
    private static readonly Order Request = MadeOrders.Of(Model, methods: MethodTable.GradCam);

    // Fits the request, so that only the lane keeps them apart.
    private static readonly Order Job = MadeOrders.Of(Model, methods: MethodTable.GradCam);
    private static readonly Order LongJob = MadeOrders.Of(Model, methods: MethodTable.Named("rise"));

    private readonly List<string> _batches = [];

    [Fact]
    public async Task A_batch_never_mixes_lanes_and_those_of_the_background_are_as_small_as_was_set()
    {
        using var test = Test(new LaneSettings { BackgroundBatch = 2 });
        var jobs = await AskAsync(test, 5, () => test.AskInBackgroundAsync(Job));
        var requests = await AskAsync(test, 5, () => test.AskAsync(Request));

        test.Started();
        await Task.WhenAll([.. jobs, .. requests]);

        // 5 photos of 50 ms make 10 ms owed, and two photos 16 ms less.
        Assert.Equal(["5 request", "2 job", "2 job", "1 job"], _batches);
    }

    [Fact]
    public async Task Without_a_limit_of_its_own_the_background_has_that_of_all()
    {
        using var test = Test(new LaneSettings());
        var jobs = await AskAsync(test, 9, () => test.AskInBackgroundAsync(Job));

        test.Started();
        await Task.WhenAll(jobs);

        Assert.Equal(["8 job", "1 job"], _batches);
    }

    [Fact]
    public async Task When_no_request_has_come_for_a_while_the_background_has_the_limit_of_all()
    {
        var lanes = new LaneSettings { BackgroundBatch = 2, Pause = TimeSpan.FromSeconds(1) };
        using var test = Test(lanes);
        var request = await AskAsync(test, 1, () => test.AskAsync(Request));
        var jobs = await AskAsync(test, 9, () => test.AskInBackgroundAsync(Job));
        test.Time.Advance(lanes.Pause - (2 * APhoto));

        test.Started();
        await Task.WhenAll([.. request, .. jobs]);

        // The request ends 10 ms before the pause does.
        Assert.Equal(["1 request", "2 job", "7 job"], _batches);
    }

    [Fact]
    public async Task A_group_keeps_the_limit_that_all_have()
    {
        using var test = Test(new LaneSettings { BackgroundBatch = 2 });
        var photos = Enumerable.Range(0, 10).Select(_ => new PreparedOrder(Job, null!)).ToList();
        var group = test.Queue.ExplainTogetherAsync(photos, CancellationToken.None);
        var request = test.AskAsync(Request);
        await test.UntilWaitingAsync(11);

        test.Started();
        await Task.WhenAll(group, request);

        Assert.Equal(["1 request", "8 job", "2 job"], _batches);
    }

    [Fact]
    public async Task While_both_lanes_wait_the_background_has_its_share_of_the_devices_time()
    {
        using var test = Test(new LaneSettings { BackgroundBatch = 1, Share = 0.2 }, new QueueOptions { MaxBatch = 2 });
        var jobs = await AskAsync(test, 6, () => test.AskInBackgroundAsync(Job));
        var requests = await AskAsync(test, 20, () => test.AskAsync(Request));

        test.Started();
        await Task.WhenAll([.. jobs, .. requests]);

        // Owed 4 ms with two requests, 8 ms less with a job: one job of 10 ms in each 50 ms while requests wait, and then what is left.
        Assert.Equal("RJRRJRRJRRJRRJRJ", string.Concat(_batches.Select(batch => batch.EndsWith("job", StringComparison.Ordinal) ? "J" : "R")));
    }

    [Fact]
    public async Task Between_the_passes_of_a_long_job_requests_are_computed_until_it_is_its_turn_again()
    {
        var requests = new List<Task<Explained>>();
        TestQueue? test = null;
        using (test = Test(new LaneSettings(), new QueueOptions { MaxBatch = 2 }, pace =>
        {
            if (requests.Count > 0)
                return;
            // One pass of it, 10 ms, with nobody waiting; then seven come.
            pace.Between();
            requests.AddRange(Enumerable.Range(0, 7).Select(_ => test!.AskAsync(Request)));
            Assert.True(SpinWait.SpinUntil(() => test!.Waiting.Count == 7, TimeSpan.FromSeconds(10)));
            test!.Time.Advance(APhoto);
            pace.Between();
        }).Started())
        {
            await test.AskInBackgroundAsync(LongJob);
            await Task.WhenAll(requests);
        }

        // Its second pass was 8 ms more than its share; two requests make good 4 ms, so that after the third two it is owed. The last finds it gone.
        Assert.Equal(["2 request", "2 request", "2 request", "1 job", "1 request"], _batches);
    }

    [Fact]
    public async Task How_long_requests_take_is_told_of_requests_alone()
    {
        using var test = Test(new LaneSettings(), onBatch: (time, _) => time.Advance(TimeSpan.FromHours(1))).Started();

        await test.AskInBackgroundAsync(Job);

        // 0.1 s an image is the first guess.
        Assert.Equal(TimeSpan.FromSeconds(1), test.Rate.TimeFor(10));
    }

    private TestQueue Test(
        LaneSettings lanes, QueueOptions? options = null, Action<Pace>? passes = null, Action<Microsoft.Extensions.Time.Testing.FakeTimeProvider, int>? onBatch = null)
    {
        TestQueue? test = null;
        test = new TestQueue(options: options, lanes: lanes, meanwhile: (batch, pace) =>
        {
            if (batch[0].Order == LongJob)
                passes?.Invoke(pace);
            (onBatch ?? ((time, photos) => time.Advance(APhoto * photos)))(test!.Time, batch.Count);
            _batches.Add($"{batch.Count} {(ReferenceEquals(batch[0].Order, Request) ? "request" : "job")}");
        });
        return test;
    }

    private static async Task<List<Task<Explained>>> AskAsync(TestQueue test, int count, Func<Task<Explained>> ask)
    {
        var before = test.Waiting.Count;
        var asking = Enumerable.Range(0, count).Select(_ => ask()).ToList();
        await test.UntilWaitingAsync(before + count);
        return asking;
    }
}
