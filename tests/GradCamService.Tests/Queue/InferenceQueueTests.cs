using System.Diagnostics.Metrics;
using GradCamService.Configuration;
using GradCamService.Explain.Explainers;
using GradCamService.Queue;
using GradCamService.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GradCamService.Tests.Queue;

public sealed class InferenceQueueTests : IDisposable
{
    private static readonly BatchKey Key = new(Jobs.Model(), "head", Passes.None);
    private static readonly InferenceResult Result = new(null!, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly InferenceQueue _queue;

    public InferenceQueueTests() => _queue = new InferenceQueue(
        Options.Create(new QueueOptions { Capacity = 2, Timeout = TimeSpan.FromSeconds(10) }),
        new ServiceMetrics(_services.GetRequiredService<IMeterFactory>()), _time);

    public void Dispose() => _services.Dispose();

    [Fact]
    public void One_more_than_the_capacity_is_refused_with_the_time_to_come_back()
    {
        using var first = _queue.Admit();
        using var second = _queue.Admit();
        _queue.Rate.Record(images: 1, TimeSpan.FromMinutes(1));

        var refusal = Assert.Throws<QueueFullException>(() => _queue.Admit());

        Assert.Contains("2 requests", refusal.Message, StringComparison.Ordinal);
        // (7 · 0.1 s + 60 s) / 8 = 7.6 s an image; one of two must be done before a place is free.
        Assert.Equal(TimeSpan.FromSeconds(8), refusal.RetryAfter);
    }

    [Fact]
    public void A_place_that_was_left_can_be_taken_and_leaving_twice_frees_only_one()
    {
        var first = _queue.Admit();
        using var second = _queue.Admit();
        first.Dispose();
        first.Dispose();

        using var third = _queue.Admit();

        Assert.Throws<QueueFullException>(() => _queue.Admit());
    }

    [Fact]
    public void A_refused_request_takes_no_place()
    {
        var first = _queue.Admit();
        using var second = _queue.Admit();
        for (var i = 0; i < 10; i++)
            Assert.Throws<QueueFullException>(() => _queue.Admit());
        first.Dispose();

        _queue.Admit().Dispose();
    }

    [Fact]
    public void A_draining_queue_admits_nobody_and_says_when_to_come_back()
    {
        _queue.Drain();

        var refusal = Assert.Throws<UnavailableException>(() => _queue.Admit());

        Assert.True(_queue.IsDraining);
        Assert.InRange(refusal.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_result_reaches_its_caller()
    {
        using var place = _queue.Admit();
        var computing = place.ComputeAsync(Key, Jobs.Item, CancellationToken.None);

        Assert.Single(_queue.Waiting.TakeBatch(8)).Complete(Result);

        Assert.Same(Result, await computing);
    }

    [Fact]
    public async Task The_deadline_counts_from_admission()
    {
        using var place = _queue.Admit();
        _time.Advance(TimeSpan.FromSeconds(9)); // As decoding might take.
        var computing = place.ComputeAsync(Key, Jobs.Item, CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(computing.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        var late = await Assert.ThrowsAsync<DeadlinePassedException>(() => computing);
        Assert.Contains("10 s (Queue:Timeout)", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadline_that_passed_before_the_image_was_ready_is_told_at_once()
    {
        using var place = _queue.Admit();
        _time.Advance(TimeSpan.FromSeconds(11));

        await Assert.ThrowsAsync<DeadlinePassedException>(() => place.ComputeAsync(Key, Jobs.Item, CancellationToken.None));
    }

    [Fact]
    public async Task A_job_that_the_device_finds_too_late_is_told_like_any_other()
    {
        using var place = _queue.Admit();
        var computing = place.ComputeAsync(Key, Jobs.Item, CancellationToken.None);

        Assert.Single(_queue.Waiting.TakeBatch(8)).Fail(new TimeoutException());

        await Assert.ThrowsAsync<DeadlinePassedException>(() => computing);
    }

    [Fact]
    public async Task A_caller_who_leaves_is_let_go_and_its_job_says_so()
    {
        using var left = new CancellationTokenSource();
        using var place = _queue.Admit();
        var computing = place.ComputeAsync(Key, Jobs.Item, left.Token);

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => computing);
        Assert.True(Assert.Single(_queue.Waiting.TakeBatch(8)).Cancellation.IsCancellationRequested);
    }

    [Fact]
    public async Task A_failure_reaches_its_caller_as_it_is()
    {
        using var place = _queue.Admit();
        var computing = place.ComputeAsync(Key, Jobs.Item, CancellationToken.None);
        var failure = new InvalidOperationException("poison");

        Assert.Single(_queue.Waiting.TakeBatch(8)).Fail(failure);

        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => computing));
    }
}
