using GradCamService.Jobs.States;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GradCamService.Jobs.Tests.Webhooks;

public sealed class WebhookTriesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1700000000);

    private readonly FakeTimeProvider _time = new(Now);

    [Fact]
    public async Task An_end_that_was_taken_is_told_once()
    {
        await using var receiver = new Receiver("200 OK");
        await using var jobs = await EndedJobs.CreateAsync();
        await jobs.AddAsync("a", receiver.Url(), Now);
        var loop = jobs.Loop(HookOptions.Of(), _time);

        await loop.RoundAsync();
        _time.Advance(TimeSpan.FromDays(2));
        await loop.RoundAsync();

        Assert.Single(receiver.Messages);
        var delivery = await jobs.DeliveryAsync("a");
        Assert.Equal((WebhookState.Delivered, 1, null), (delivery.State, delivery.Attempts, delivery.LastError));
    }

    [Fact]
    public async Task A_receiver_that_fails_is_told_again_after_the_wait_with_the_same_body()
    {
        await using var receiver = new Receiver(n => n < 2 ? "500 Internal Server Error" : "200 OK");
        await using var jobs = await EndedJobs.CreateAsync();
        await jobs.AddAsync("a", receiver.Url(), Now);
        var loop = jobs.Loop(HookOptions.Of(), _time);

        await loop.RoundAsync();
        var first = await jobs.DeliveryAsync("a");
        await loop.RoundAsync();
        Assert.Single(receiver.Messages);
        Assert.Equal((WebhookState.Waiting, 1, "The answer was 500; a 2xx is awaited."), (first.State, first.Attempts, first.LastError));
        Assert.InRange((first.NextAt - Now).TotalSeconds, 9, 11);

        _time.SetUtcNow(first.NextAt);
        await loop.RoundAsync();
        var second = await jobs.DeliveryAsync("a");
        Assert.Equal((WebhookState.Waiting, 2), (second.State, second.Attempts));
        Assert.InRange((second.NextAt - first.NextAt).TotalSeconds, 18, 22);

        _time.SetUtcNow(second.NextAt);
        await loop.RoundAsync();
        var third = await jobs.DeliveryAsync("a");
        Assert.Equal((WebhookState.Delivered, 3, null), (third.State, third.Attempts, third.LastError));
        Assert.Equal(3, receiver.Messages.Count);
        Assert.All(receiver.Messages, message => Assert.Equal(receiver.Messages[0].Body, message.Body));
        Assert.Equal(3, receiver.Messages.Select(message => message.Headers["X-Signature"]).Distinct().Count());
        Assert.Single(receiver.Messages.Select(message => message.Headers["X-Delivery"]).Distinct());
    }

    [Fact]
    public async Task It_is_given_up_when_its_time_is_over()
    {
        await using var receiver = new Receiver("500 Internal Server Error");
        await using var jobs = await EndedJobs.CreateAsync();
        await jobs.AddAsync("a", receiver.Url(), Now);
        var loop = jobs.Loop(HookOptions.Of(giveUpAfter: TimeSpan.FromMinutes(5)), _time);

        while (await jobs.DeliveryAsync("a") is { State: WebhookState.Waiting } waiting)
        {
            _time.SetUtcNow(waiting.NextAt);
            await loop.RoundAsync();
        }

        // By hand: tries at 0, 10, 30, 70, 150 s and, instead of at 310, at 300; where chance shortens the five waits to less than 300 s, one more.
        Assert.Equal(Now + TimeSpan.FromMinutes(5), _time.GetUtcNow());
        var delivery = await jobs.DeliveryAsync("a");
        Assert.InRange(delivery.Attempts, 6, 7);
        Assert.Equal((WebhookState.GivenUp, "The answer was 500; a 2xx is awaited."), (delivery.State, delivery.LastError));
        _time.Advance(TimeSpan.FromDays(2));
        await loop.RoundAsync();
        Assert.Equal(delivery.Attempts, receiver.Messages.Count);
    }

    [Fact]
    public async Task One_that_waited_while_the_service_was_off_is_tried_before_it_is_given_up()
    {
        await using var receiver = new Receiver("200 OK");
        await using var jobs = await EndedJobs.CreateAsync();
        await jobs.AddAsync("a", receiver.Url(), Now - TimeSpan.FromDays(3));

        await jobs.Loop(HookOptions.Of(), _time).RoundAsync();

        Assert.Equal(WebhookState.Delivered, (await jobs.DeliveryAsync("a")).State);
    }

    [Fact]
    public async Task A_private_address_is_refused_and_told_in_the_job()
    {
        await using var receiver = new Receiver("200 OK");
        await using var jobs = await EndedJobs.CreateAsync();
        await jobs.AddAsync("a", receiver.Url("localhost", "https"), Now);

        await jobs.Loop(HookOptions.Of(listed: []), _time).RoundAsync();

        var delivery = await jobs.DeliveryAsync("a");
        Assert.Equal((WebhookState.Waiting, "The host has a private address that Jobs:Webhooks:PrivateAddresses does not list."), (delivery.State, delivery.LastError));
        Assert.Empty(receiver.Messages);
    }

    [Fact]
    public async Task A_job_that_cannot_be_written_down_is_tried_again()
    {
        await using var receiver = new Receiver("200 OK");
        await using var jobs = await EndedJobs.CreateAsync();
        await jobs.AddAsync("a", receiver.Url(), Now);

        await jobs.Loop(HookOptions.Of(), _time, body: (_, _) => throw new InvalidOperationException("a fault")).RoundAsync();

        var delivery = await jobs.DeliveryAsync("a");
        Assert.Equal((WebhookState.Waiting, "The service could not send it for a reason of its own."), (delivery.State, delivery.LastError));
        await jobs.Loop(HookOptions.Of(), new FakeTimeProvider(delivery.NextAt)).RoundAsync();
        Assert.Equal(WebhookState.Delivered, (await jobs.DeliveryAsync("a")).State);
    }
}
