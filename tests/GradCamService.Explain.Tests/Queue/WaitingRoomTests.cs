using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using Xunit;

namespace GradCamService.Explain.Tests.Queue;

public sealed class WaitingRoomTests
{
    private static readonly LoadedModel Model = MadeOrders.Model();
    private static readonly Order Cats = MadeOrders.Of(Model, methods: MethodTable.GuidedGradCam);
    private static readonly Order Dogs = MadeOrders.Of(Model, layer: "block4", methods: MethodTable.GuidedGradCam);

    private readonly WaitingRoom _room = new();

    [Fact]
    public void What_fits_together_is_one_batch_in_the_order_of_arrival()
    {
        var jobs = Enter(Cats, Cats, Cats);

        Assert.Equal(jobs, Take(8));
        Assert.Equal(0, _room.Count);
    }

    [Fact]
    public void What_does_not_fit_stays_and_is_first_next_time()
    {
        var jobs = Enter(Cats, Dogs, Cats, Dogs, Cats);

        Assert.Equal([jobs[0], jobs[2], jobs[4]], Take(8));
        Assert.Equal([jobs[1], jobs[3]], Take(8));
    }

    [Fact]
    public void A_stream_of_one_kind_does_not_keep_another_waiting()
    {
        Enter(Cats, Cats, Cats, Dogs);
        Take(2);
        Enter(Cats, Cats);

        Assert.Equal([Cats, Cats], Take(2).Select(job => job.Order)); // Came before the dog, and the next cat fits.
        Assert.Equal([Dogs], Take(2).Select(job => job.Order)); // Is now the oldest: before the last cat.
    }

    [Fact]
    public void A_batch_is_no_larger_than_it_may_be()
    {
        var jobs = Enter([.. Enumerable.Repeat(Cats, 5)]);

        Assert.Equal(jobs[..2], Take(2));
        Assert.Equal(jobs[2..4], Take(2));
        Assert.Equal(jobs[4..], Take(2));
    }

    [Fact]
    public void The_first_of_a_batch_decides_how_large_it_may_be()
    {
        Enter([.. Enumerable.Repeat(Cats, 3)]);

        Assert.Single(_room.TakeBatch(first => first.Order == Cats ? 1 : 8));
    }

    [Fact]
    public void Who_leaves_is_gone_at_once_and_fills_no_batch()
    {
        var jobs = Enter(Cats, Cats, Cats);

        _room.Leave(jobs[0]);
        _room.Leave(jobs[2]);

        Assert.Equal(1, _room.Count);
        Assert.Equal([jobs[1]], Take(8));
        _room.Leave(jobs[1]); // Is with the device already: nothing happens.
    }

    [Fact]
    public async Task An_abandoned_room_fails_who_waits_and_who_comes()
    {
        var reason = new UnavailableException("broken", TimeSpan.FromSeconds(1));
        var before = Enter(Cats)[0];

        _room.Abandon(reason);
        var after = Enter(Cats)[0];

        Assert.Same(reason, await Assert.ThrowsAsync<UnavailableException>(() => before.Completion));
        Assert.Same(reason, await Assert.ThrowsAsync<UnavailableException>(() => after.Completion));
        Assert.Equal(0, _room.Count);
    }

    [Theory]
    [InlineData("guided-grad-cam", false)]
    [InlineData("grad-cam", true)]
    public void Another_kind_of_pass_does_not_fit(string name, bool together)
    {
        Enter(Cats with { Methods = [MethodTable.GradCam] }, Cats with { Methods = [MethodTable.All.Single(method => method.Name == name)] });

        Assert.Equal(together ? 2 : 1, Take(8).Count);
    }

    [Fact]
    public void Another_model_does_not_fit()
    {
        Enter(Cats, Cats with { Model = MadeOrders.Model() });

        Assert.Single(Take(8));
    }

    [Fact]
    public async Task The_first_job_wakes_who_waits()
    {
        var taking = Task.Run(() => Take(8), TestContext.Current.CancellationToken);
        var job = Enter(Cats)[0];

        Assert.Equal([job], await taking);
    }

    [Fact]
    public async Task Closing_wakes_who_waits_with_nothing()
    {
        var taking = Task.Run(() => Take(8), TestContext.Current.CancellationToken);
        _room.Close();

        Assert.Empty(await taking);
    }

    [Fact]
    public void What_waits_when_it_closes_is_still_taken()
    {
        Enter(Cats, Dogs);
        _room.Close();

        Assert.Equal([Cats], Take(8).Select(job => job.Order));
        Assert.Equal([Dogs], Take(8).Select(job => job.Order));
        Assert.Empty(Take(8));
    }

    [Fact]
    public void A_short_job_passes_long_ones_that_came_before()
    {
        var jobs = EnterConcepts(20, 20, 1);

        Assert.Equal([jobs[2]], Take(8));
        Assert.Equal(jobs[..2], Take(8));
    }

    [Fact]
    public void Short_jobs_do_not_keep_a_long_one_waiting_for_ever()
    {
        var jobs = EnterConcepts([4, 1, 1, 1, 1]);

        // Turns: 0 + 4; 1 + 1, 2 + 1, 3 + 1, which is not before it, and 4 + 1.
        Assert.Equal(jobs[1..3], Take(2));
        Assert.Equal([jobs[0]], Take(2));
        Assert.Equal(jobs[3..], Take(2));
    }

    [Fact]
    public void Many_maps_without_guided_gradients_are_no_long_job()
    {
        var jobs = Enter(MadeOrders.Of(Model, 20, methods: MethodTable.GradCam), MadeOrders.Of(Model, 1, methods: MethodTable.GradCam));

        Assert.Equal(jobs, Take(8));
    }

    private WaitingOrder[] EnterConcepts(params int[] concepts) =>
        Enter([.. concepts.Select(count => MadeOrders.Of(Model, count, methods: MethodTable.GuidedGradCam))]);

    private WaitingOrder[] Enter(params Order[] orders)
    {
        var waiting = orders.Select(order => MadeOrders.Waiting(order)).ToArray();
        foreach (var order in waiting)
            _room.Enter(order);
        return waiting;
    }

    private IReadOnlyList<WaitingOrder> Take(int most) => _room.TakeBatch(_ => most);
}
