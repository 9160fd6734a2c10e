using GradCamService.Explain.Queue;
using Xunit;

namespace GradCamService.Explain.Tests.Queue;

public sealed class FairLineTests
{
    private static readonly Caller Flood = new("flood");
    private static readonly Caller Honest = new("honest");

    private readonly FairLine<string> _line = new();

    [Fact]
    public void A_caller_alone_is_served_in_the_order_of_arrival()
    {
        Add(Flood, "a", "b", "c");

        Assert.Equal(["a", "b", "c"], TakeAll());
    }

    [Fact]
    public void Callers_take_turns()
    {
        Add(Flood, "f1", "f2");
        Add(Honest, "h1", "h2");

        Assert.Equal(["f1", "h1", "f2", "h2"], TakeAll());
    }

    [Fact]
    public void Who_comes_into_a_flood_is_next_after_the_batch_that_was_taken()
    {
        Add(Flood, [.. Enumerable.Range(0, 60).Select(i => $"f{i}")]);
        Take(8);
        Add(Honest, "h");

        Assert.Equal("h", _line.TakeNext());
    }

    [Fact]
    public void Who_was_away_has_saved_no_turns()
    {
        Add(Flood, [.. Enumerable.Range(0, 20).Select(i => $"f{i}")]);
        for (var i = 0; i < 10; i++)
            _line.TakeNext();
        Add(Honest, [.. Enumerable.Range(1, 12).Select(i => $"h{i}")]);

        // It begins where the flood's last turn began, one before its next.
        Assert.Equal(["h1", "f10", "h2", "f11", "h3"], Enumerable.Range(0, 5).Select(_ => _line.TakeNext()));
    }

    [Fact]
    public void A_turn_costs_more_the_more_its_caller_has_waiting()
    {
        Add(Flood, "f1", "f2", "f3", "f4");
        Add(Honest, "h1", "h2");

        // The flood's first costs four turns, the second's two and one.
        Assert.Equal(["h1", "f1", "h2", "f2", "f3", "f4"], TakeAll());
    }

    [Fact]
    public void Sixteen_floods_add_one_batch_at_most_to_the_wait_of_who_asks_one_thing_after_the_other()
    {
        foreach (var caller in Enumerable.Range(0, 16))
            foreach (var number in Enumerable.Range(0, 4))
                _line.Add(new Caller($"flood {caller}"), $"f{caller}.{number}", cost: 1);

        for (var asked = 0; asked < 6; asked++)
        {
            // It comes while a batch is computed.
            Take(8);
            Add(Honest, $"f honest {asked}");
            Assert.Contains($"f honest {asked}", Take(8));
            // Whoever floods asks again.
            foreach (var caller in Enumerable.Range(0, 16))
                _line.Add(new Caller($"flood {caller}"), $"f{caller}.{asked} again", cost: 1);
        }
    }

    [Fact]
    public void Who_floods_still_has_turns_beside_who_does_not()
    {
        Add(Flood, [.. Enumerable.Range(0, 60).Select(i => $"f{i}")]);
        var taken = new List<string>();
        Add(Honest, "h");
        for (var i = 0; i < 100; i++)
        {
            taken.Add(_line.TakeNext()!);
            if (taken[^1] == "h")
                Add(Honest, "h");
        }

        Assert.Contains(taken, each => each[0] == 'f');
    }

    [Fact]
    public void A_caller_of_twice_the_weight_has_twice_the_turns()
    {
        var (heavy, light) = (new Caller("heavy", 2), new Caller("light"));
        var taken = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            // One thing after the other.
            if (taken is [] or [.., "h"])
                Add(heavy, "h");
            if (taken is [] or [.., "l"])
                Add(light, "l");
            taken.Add(_line.TakeNext()!);
        }

        Assert.Equal((8, 4), (taken.Count(each => each == "h"), taken.Count(each => each == "l")));
    }

    [Fact]
    public void What_does_not_fit_stays_and_costs_nothing()
    {
        Add(Flood, "x1", "x2", "x3");
        Add(Honest, "y1", "y2", "y3");

        Assert.Equal(["x1", "x2", "x3"], Take(8));
        Assert.Equal(["y1", "y2", "y3"], Take(8));
    }

    [Fact]
    public void What_leaves_is_gone()
    {
        Add(Flood, "a", "b");

        Assert.True(_line.Remove(Flood, "a"));
        Assert.False(_line.Remove(Flood, "a"));
        Assert.Equal(["b"], TakeAll());
    }

    private void Add(Caller caller, params string[] all)
    {
        foreach (var each in all)
            _line.Add(caller, string.Intern(each), cost: 1);
    }

    /// <summary>Those that begin with the same letter share a batch.</summary>
    private List<string> Take(int most) => _line.Take(_ => true, (first, other) => first[0] == other[0], _ => most);

    private List<string> TakeAll()
    {
        var all = new List<string>();
        while (_line.TakeNext() is { } next)
            all.Add(next);
        return all;
    }
}
