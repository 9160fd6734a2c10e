using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using Xunit;

namespace GradCamService.Explain.Tests.Queue;

public sealed class WaitingLanesTests
{
    private static readonly LoadedModel Model = MadeOrders.Model();
    private static readonly Order Short = MadeOrders.Of(Model, methods: MethodTable.GradCam);
    private static readonly Order Long = MadeOrders.Of(Model, methods: MethodTable.Named("rise"));

    private readonly WaitingRoom _room = new(new LaneSettings { Share = 0.2 });

    [Fact]
    public void A_batch_holds_orders_of_one_lane_and_interactive_ones_go_first()
    {
        var jobs = Enter(Lane.Background, Short, Short);
        var requests = Enter(Lane.Interactive, Short, Short);

        Assert.Equal(requests, Take());
        Assert.Equal(jobs, Take());
    }

    [Fact]
    public void The_lanes_are_counted_apart_and_together()
    {
        Enter(Lane.Background, Short, Short);
        Enter(Lane.Interactive, Short);

        Assert.Equal((3, 1, 2), (_room.Count, _room.CountOf(Lane.Interactive), _room.CountOf(Lane.Background)));
    }

    [Fact]
    public void The_background_goes_first_when_it_is_owed_time()
    {
        Enter(Lane.Background, Short);
        Enter(Lane.Interactive, Short, Short);
        _room.Took(Lane.Interactive, TimeSpan.FromSeconds(1), paused: null);

        Assert.Equal(Lane.Background, Take()[0].Lane);
    }

    [Fact]
    public void A_lane_that_nobody_waits_on_takes_no_turn()
    {
        Enter(Lane.Interactive, Short);
        _room.Took(Lane.Interactive, TimeSpan.FromSeconds(1), paused: Lane.Background); // Owed now, but nobody takes it.

        Assert.Equal(Lane.Interactive, Take()[0].Lane);
    }

    [Fact]
    public void Each_lane_has_the_order_of_turns_of_its_own()
    {
        var (many, one) = (MadeOrders.Of(Model, 20, methods: MethodTable.GuidedGradCam), MadeOrders.Of(Model, 1, methods: MethodTable.GuidedGradCam));
        var jobs = Enter(Lane.Background, many, one);

        Assert.Equal([jobs[1]], Take());
        Assert.Equal([jobs[0]], Take());
    }

    [Theory]
    [InlineData(Lane.Interactive)]
    [InlineData(Lane.Background)]
    public void Between_the_passes_of_either_lane_only_short_interactive_orders_are_taken(Lane paused)
    {
        Enter(Lane.Background, Short);
        var requests = Enter(Lane.Interactive, Long, Short);

        Assert.Equal([requests[1]], _room.TakeShort(_ => 8, paused));
        Assert.Empty(_room.TakeShort(_ => 8, paused));
        Assert.Equal(2, _room.Count);
    }

    [Fact]
    public void Between_the_passes_of_a_job_none_are_taken_while_it_is_its_turn()
    {
        Enter(Lane.Interactive, Short);
        _room.Took(Lane.Interactive, TimeSpan.FromSeconds(1), paused: Lane.Background);

        Assert.Empty(_room.TakeShort(_ => 8, Lane.Background));
        _room.Took(Lane.Background, TimeSpan.FromSeconds(1), paused: null);
        Assert.Single(_room.TakeShort(_ => 8, Lane.Background));
    }

    [Fact]
    public async Task An_abandoned_room_fails_both_lanes()
    {
        var reason = new UnavailableException("broken", null);
        var waiting = Enter(Lane.Background, Short).Concat(Enter(Lane.Interactive, Short)).ToList();

        _room.Abandon(reason);

        foreach (var order in waiting)
            Assert.Same(reason, await Assert.ThrowsAsync<UnavailableException>(() => order.Completion));
        Assert.Equal(0, _room.Count);
    }

    [Fact]
    public void Who_leaves_the_background_is_gone_at_once()
    {
        var jobs = Enter(Lane.Background, Short, Short);

        _room.Leave(jobs[0]);

        Assert.Equal([jobs[1]], Take());
    }

    [Fact]
    public void What_waits_on_either_lane_when_the_room_closes_is_still_taken()
    {
        Enter(Lane.Background, Short);
        Enter(Lane.Interactive, Short);
        _room.Close();

        Assert.Equal(Lane.Interactive, Take()[0].Lane);
        Assert.Equal(Lane.Background, Take()[0].Lane);
        Assert.Empty(Take());
    }

    private WaitingOrder[] Enter(Lane lane, params Order[] orders)
    {
        var waiting = orders.Select(order => MadeOrders.Waiting(order, lane)).ToArray();
        foreach (var order in waiting)
            _room.Enter(order);
        return waiting;
    }

    private IReadOnlyList<WaitingOrder> Take() => _room.TakeBatch(_ => 8);
}
