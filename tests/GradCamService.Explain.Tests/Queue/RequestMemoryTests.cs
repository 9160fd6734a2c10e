using GradCamService.Explain.Queue;
using Xunit;

namespace GradCamService.Explain.Tests.Queue;

/// <summary>Of 100 bytes.</summary>
public sealed class RequestMemoryTests
{
    private readonly RequestMemory _memory = new(100);

    [Fact]
    public void Interactive_requests_take_what_is_free_or_nothing()
    {
        using var first = _memory.TryHold(60);

        Assert.Null(_memory.TryHold(41));
        using var second = _memory.TryHold(40);
        Assert.Equal(100, _memory.Now);
    }

    [Fact]
    public void Fewer_bytes_are_held_at_once_and_more_where_they_fit()
    {
        using var held = _memory.TryHold(60)!;

        Assert.True(held.TryBecome(10));
        Assert.Equal(10, _memory.Now);
        using var other = _memory.TryHold(50);
        Assert.False(held.TryBecome(51));
        Assert.True(held.TryBecome(50));
    }

    [Fact]
    public void What_was_given_back_is_given_back_once_and_never_becomes_more()
    {
        var held = _memory.TryHold(60)!;
        held.Dispose();
        held.Dispose();

        Assert.False(held.TryBecome(10));
        Assert.Equal(0, _memory.Now);
    }

    [Fact]
    public async Task The_background_waits_for_the_half_that_requests_leave_it()
    {
        var first = await _memory.HoldAsync(30, false, CancellationToken.None);
        var waiting = _memory.HoldAsync(30, false, CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        // The half that it leaves to those who cannot wait.
        using (_memory.TryHold(70))
            first.Dispose();

        using var second = await waiting;
        Assert.Equal(30, _memory.Now);
    }

    [Fact]
    public async Task One_alone_may_have_more_than_half_so_that_it_does_not_wait_for_ever()
    {
        using var large = await _memory.HoldAsync(100, false, CancellationToken.None);

        Assert.Equal(100, _memory.Now);
    }

    [Fact]
    public async Task Who_waits_longest_is_served_first_also_where_the_next_would_fit_already()
    {
        var request = _memory.TryHold(80)!;
        var large = _memory.HoldAsync(40, false, CancellationToken.None);
        var small = _memory.HoldAsync(5, false, CancellationToken.None);

        Assert.False(small.IsCompleted);
        request.Dispose();
        (await large).Dispose();
        (await small).Dispose();
    }

    [Fact]
    public async Task Who_was_admitted_and_needs_more_waits_in_front_of_those_who_were_not()
    {
        var request = _memory.TryHold(100)!;
        var newcomer = _memory.HoldAsync(50, false, CancellationToken.None);
        var admitted = _memory.HoldAsync(50, true, CancellationToken.None);

        request.TryBecome(50);
        using (await admitted)
            Assert.False(newcomer.IsCompleted);
        (await newcomer).Dispose();
    }

    [Fact]
    public async Task Who_leaves_the_line_makes_room_at_once()
    {
        using var left = new CancellationTokenSource();
        using var request = _memory.TryHold(80);
        var leaving = _memory.HoldAsync(40, false, left.Token);
        var behind = _memory.HoldAsync(20, false, CancellationToken.None);

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        (await behind).Dispose();
        Assert.Equal(80, _memory.Now);
    }

    [Fact]
    public void A_caller_has_a_share_of_what_others_leave_so_that_something_is_left_for_the_next()
    {
        var memory = new RequestMemory(160, share: 0.5);
        var held = new List<HeldBytes>();
        foreach (var flood in Enumerable.Range(0, 16).Select(i => new Caller($"flood {i}")))
            while (memory.TryHold(1, flood) is { } one)
                held.Add(one);

        Assert.Equal(80, held.Count(one => one.Caller.Name == "flood 0"));
        Assert.Equal(40, held.Count(one => one.Caller.Name == "flood 1"));
        Assert.All(Enumerable.Range(0, 6), i => Assert.Contains(held, one => one.Caller.Name == $"flood {i}"));
        held.Where(one => one.Caller.Name == "flood 0").ToList().ForEach(one => one.Dispose());
        using var honest = memory.TryHold(30, new Caller("honest"));
        Assert.NotNull(honest);
    }

    [Fact]
    public void One_larger_than_a_share_is_let_in_where_no_other_is()
    {
        var (memory, caller) = (new RequestMemory(100, share: 0.5), new Caller("one"));

        using (var large = memory.TryHold(90, caller))
        {
            Assert.NotNull(large);
            Assert.Null(memory.TryHold(1, caller));
            Assert.NotNull(memory.TryHold(5, new Caller("other")));
        }
        Assert.Null(memory.TryHold(90, caller));
    }

    [Fact]
    public async Task What_the_background_holds_is_not_left_to_callers()
    {
        var (memory, caller) = (new RequestMemory(100, share: 0.5), new Caller("one"));
        using var background = await memory.HoldAsync(50, false, CancellationToken.None);
        using var first = memory.TryHold(20, caller);

        Assert.NotNull(first);
        Assert.Null(memory.TryHold(6, caller));
        Assert.NotNull(memory.TryHold(5, caller));
    }
}
