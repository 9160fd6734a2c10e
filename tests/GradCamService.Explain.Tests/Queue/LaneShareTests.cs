using GradCamService.Explain.Queue;
using Xunit;

namespace GradCamService.Explain.Tests.Queue;

/// <summary>Sequences are computed by hand: what is owed grows by share × time, and shrinks by (1 − share) × time.</summary>
public sealed class LaneShareTests
{
    [Theory]
    // Never owed anything.
    [InlineData(0, 100, 50, "IIIIIIII")]
    // 0 +20, −40 = −20, +20 = 0, +20: two of 100 ms for each of 50, which is a fifth of the time.
    [InlineData(0.2, 100, 50, "IBIIBIIBIIBIIB")]
    // 0 +20, −160 = −140, seven until it is 0, and the eighth: 200 of 1,000 ms.
    [InlineData(0.2, 100, 200, "IBIIIIIIIIB")]
    [InlineData(0.5, 100, 100, "IBIBIBIB")]
    // Owed 50, and 25 less each: two of 50 ms for each of 100.
    [InlineData(0.5, 100, 50, "IBBIBBIBB")]
    // What is owed never shrinks.
    [InlineData(1, 100, 50, "IBBBBBBB")]
    public void While_both_lanes_wait_the_background_has_its_share_of_the_time(double share, int interactive, int background, string expected)
    {
        var lanes = new LaneShare(share);
        var turns = "";
        while (turns.Length < expected.Length)
        {
            turns += lanes.Next == Lane.Interactive ? "I" : "B";
            lanes.Took(lanes.Next, TimeSpan.FromMilliseconds(lanes.Next == Lane.Interactive ? interactive : background), otherWaits: true);
        }

        Assert.Equal(expected, turns);
    }

    [Fact]
    public void Nothing_is_owed_for_time_that_the_background_did_not_want()
    {
        var lanes = new LaneShare(0.2);

        Take(lanes, Lane.Interactive, seconds: 1);
        Take(lanes, Lane.Interactive, seconds: 1, otherWaits: false);

        Assert.Equal(Lane.Interactive, lanes.Next);
    }

    [Fact]
    public void Time_that_requests_did_not_want_is_not_counted_against_the_background()
    {
        var lanes = new LaneShare(0.2);

        Take(lanes, Lane.Background, seconds: 100, otherWaits: false);
        Take(lanes, Lane.Interactive, seconds: 1);

        Assert.Equal(Lane.Background, lanes.Next);
    }

    [Fact]
    public void What_a_long_request_displaced_is_not_paid_for_during_minutes()
    {
        var lanes = new LaneShare(0.2);
        for (var pass = 0; pass < 1000; pass++)
            Take(lanes, Lane.Interactive, seconds: 0.1);

        // A fifth of 100 s would be 20 s; owed are four passes' worth, 0.4 s, and 0.04 s less with each batch of 50 ms.
        var batches = 0;
        for (; lanes.Next == Lane.Background; batches++)
            Take(lanes, Lane.Background, seconds: 0.05);

        Assert.Equal(10, batches);
    }

    [Fact]
    public void After_a_long_job_the_background_is_not_kept_waiting_for_minutes()
    {
        var lanes = new LaneShare(0.2);
        for (var pass = 0; pass < 1000; pass++)
            Take(lanes, Lane.Background, seconds: 0.1);

        // Too much were four passes' worth, 0.4 s, which 20 ms of each request's 100 ms make good; the next is the background's due.
        var requests = 0;
        for (; lanes.Next == Lane.Interactive; requests++)
            Take(lanes, Lane.Interactive, seconds: 0.1);

        Assert.Equal(21, requests);
    }

    private static void Take(LaneShare lanes, Lane lane, double seconds, bool otherWaits = true) =>
        lanes.Took(lane, TimeSpan.FromSeconds(seconds), otherWaits);
}
