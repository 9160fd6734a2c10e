using System.Runtime.InteropServices;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using Xunit;

namespace GradCamService.Explain.Tests.Queue;

/// <summary>Places on the background lane.</summary>
public sealed class BackgroundPlaceTests : IDisposable
{
    private const long Upload = 1000;

    // One place of the background before its photo's header is known.
    private const long OnePlace = Upload + ImageHeader.MostDrawnBytes;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Order Order = MadeOrders.Of(MadeOrders.Model(), methods: MethodTable.GradCam);

    // A quarter of the budget, which is the half that the background may have of what is held, is three places.
    private readonly TestQueue _test = new(options: new QueueOptions { Capacity = 1, MemoryBudget = 4 * 3 * OnePlace });

    private InferenceQueue Queue => _test.Queue;

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task It_takes_no_place_of_the_capacity_and_none_is_needed()
    {
        using var request = Queue.Admit(Upload, CancellationToken.None);
        using var one = await EnterAsync();
        using var other = await EnterAsync();

        Assert.Equal(1, Queue.Taken);
    }

    [Fact]
    public async Task It_waits_for_memory_and_leaves_half_to_requests()
    {
        var places = new[] { await EnterAsync(), await EnterAsync(), await EnterAsync() };
        var waiting = EnterAsync();
        Assert.False(waiting.IsCompleted);

        Queue.Admit(3 * OnePlace - ImageHeader.MostDrawnBytes, CancellationToken.None).Dispose();
        places[0].Dispose();

        (await waiting).Dispose();
        places[1].Dispose();
        places[2].Dispose();
        Assert.Equal(0, Queue.Memory.HeldNow);
    }

    [Fact]
    public async Task Who_stops_waiting_for_memory_holds_nothing()
    {
        using var left = new CancellationTokenSource();
        var places = new[] { await EnterAsync(), await EnterAsync(), await EnterAsync() };
        var waiting = Queue.EnterAsync(Upload, Minute, left.Token);

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Array.ForEach(places, place => place.Dispose());
        Assert.Equal(0, Queue.Memory.HeldNow);
    }

    [Fact]
    public async Task Its_deadline_begins_when_it_has_entered_and_is_its_own()
    {
        var places = new[] { await EnterAsync(), await EnterAsync(), await EnterAsync() };
        var waiting = EnterAsync();
        _test.Time.Advance(2 * Minute); // Does not count.
        places[0].Dispose();
        using var place = await waiting;
        var explaining = place.ExplainAsync(Order, TestQueue.Photo());
        await _test.UntilWaitingAsync(1);

        _test.Time.Advance(0.9 * Minute);
        Assert.False(explaining.IsCompleted);
        _test.Time.Advance(0.2 * Minute);

        var late = await Assert.ThrowsAsync<DeadlinePassedException>(() => explaining);
        Assert.Equal("The request was not answered within 60 s.", late.Message);
        Assert.Equal(0, _test.Waiting.Count);
        Array.ForEach(places, other => other.Dispose());
    }

    [Fact]
    public async Task Cancelling_while_it_waits_for_the_device_frees_everything_at_once()
    {
        using var left = new CancellationTokenSource();
        using (var place = await Queue.EnterAsync(Upload, Minute, left.Token))
        {
            var explaining = place.ExplainAsync(Order, TestQueue.Photo());
            await _test.UntilWaitingAsync(1);

            await left.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => explaining);
            Assert.Equal(0, _test.Waiting.Count);
        }
        Assert.Equal(0, Queue.Memory.HeldNow);
    }

    [Fact]
    public async Task An_answer_that_needs_more_than_was_assumed_waits_holding_nothing()
    {
        // A map of 4 × 4 numbers each, so many that the answer needs as much as two places.
        var concepts = (int)(2 * OnePlace / (4 * 4 * sizeof(float)));
        var large = MadeOrders.Of(MadeOrders.Model(), concepts, methods: MethodTable.GradCam).WithoutPictures;
        var places = new[] { await EnterAsync(), await EnterAsync() };
        using var place = await EnterAsync();

        var explaining = place.ExplainAsync(large, TestQueue.Photo());
        Assert.Equal(2 * OnePlace, Queue.Memory.HeldNow); // What the others hold.
        Assert.Equal(0, _test.Waiting.Count);
        Array.ForEach(places, other => other.Dispose());
        await _test.UntilWaitingAsync(1);

        Assert.InRange(Queue.Memory.HeldNow, 2 * OnePlace - (1 << 20), 2 * OnePlace + (1 << 20));
        _test.Started();
        await explaining;
    }

    [Fact]
    public async Task What_could_never_be_held_is_refused() =>
        await Assert.ThrowsAsync<TooMuchMemoryException>(() => Queue.EnterAsync(6 * OnePlace, Minute, CancellationToken.None));

    [Fact]
    public async Task A_draining_queue_refuses_who_comes_and_who_waits_for_memory_and_finishes_who_was_admitted()
    {
        var places = new[] { await EnterAsync(), await EnterAsync(), await EnterAsync() };
        var waiting = EnterAsync();

        Queue.Drain();

        await Assert.ThrowsAsync<UnavailableException>(() => waiting);
        await Assert.ThrowsAsync<UnavailableException>(EnterAsync);
        _test.Started();
        Assert.Same(Order, (await places[0].ExplainAsync(Order, TestQueue.Photo())).Order);
        Array.ForEach(places, place => place.Dispose());
    }

    [Fact]
    public async Task A_broken_device_refuses_who_comes_and_who_waits_for_memory()
    {
        using var test = new TestQueue(
            _ => throw new NativeReport("CUDA error: device-side assert triggered"), works: () => throw new InvalidOperationException("CUDA error"),
            options: new QueueOptions { MemoryBudget = 4 * OnePlace });
        var place = await test.Queue.EnterAsync(Upload, Minute, CancellationToken.None);
        var waiting = test.Queue.EnterAsync(ImageHeader.MostDrawnBytes, Minute, CancellationToken.None);
        test.Started();

        await Assert.ThrowsAsync<UnavailableException>(() => place.ExplainAsync(Order, TestQueue.Photo()));
        place.Dispose();

        await Assert.ThrowsAsync<UnavailableException>(() => waiting);
        await Assert.ThrowsAsync<UnavailableException>(() => test.Queue.EnterAsync(Upload, Minute, CancellationToken.None));
        Assert.Equal(0, test.Queue.Memory.HeldNow);
    }

    // As TorchSharp hands it on.
    private sealed class NativeReport(string text) : ExternalException(text);

    private Task<Place> EnterAsync() => Queue.EnterAsync(Upload, Minute, CancellationToken.None);
}
