using GradCamService.Jobs.States;
using Microsoft.Extensions.Logging;

namespace GradCamService.Jobs.Webhooks;

/// <summary>One try of one delivery, from taking it to putting down what came of it. A receiver may be told twice, where a process ends between the two.</summary>
/// <param name="store">The rows.</param>
/// <param name="sender">Sends it.</param>
/// <param name="body">The JSON of a job.</param>
/// <param name="options">How long to wait.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of it.</param>
internal sealed partial class WebhookTry(
    DeliveryStore store, WebhookSender sender, Func<Job, CancellationToken, Task<string>> body, WebhookOptions options, TimeProvider time, ILogger logger)
{
    // Beside the answer's time: for making the body and for the database.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    // Where rows can be read but not written, the same deliveries are found again at once.
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(10);

    /// <summary>Tries it, unless another process does; fails never.</summary>
    /// <param name="delivery">As it was found.</param>
    /// <param name="stop">The service stops.</param>
    public async Task RunAsync(WebhookDelivery delivery, CancellationToken stop)
    {
        try
        {
            var claimed = time.GetUtcNow() + options.Timeout + Margin;
            if (await store.ClaimAsync(delivery, claimed, stop) is not { } job)
                return;
            try
            {
                await SettleAsync(delivery, claimed, await ErrorAsync(delivery, job, stop));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                await store.HandBackAsync(delivery, claimed);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was not taken.
        }
        catch (Exception exception)
        {
            // The database is away. Where the delivery was taken, it is tried again when that time has passed.
            Unsettled(exception, delivery.Id, delivery.JobId);
            await Task.Delay(AfterTrouble, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string?> ErrorAsync(WebhookDelivery delivery, Job job, CancellationToken stop)
    {
        try
        {
            return await sender.SendAsync(delivery, await body(job, stop), stop);
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            Unsent(exception, delivery.Id, delivery.JobId);
            return "The service could not send it for a reason of its own.";
        }
    }

    private async Task SettleAsync(WebhookDelivery delivery, DateTimeOffset claimed, string? error)
    {
        var (tries, host) = (delivery.Attempts + 1, DeliveryStore.HostOf(delivery));
        if (error is null)
        {
            await store.DeliveredAsync(delivery);
            Delivered(delivery.Id, delivery.JobId, host, tries);
            return;
        }
        var (now, last) = (time.GetUtcNow(), delivery.CreatedAt + options.GiveUpAfter);
        if (now >= last)
        {
            await store.FailedAsync(delivery, claimed, error, next: null);
            GivenUp(delivery.Id, delivery.JobId, host, tries, error);
            return;
        }
        var next = now + Waits.After(tries, options.FirstWait, Random.Shared.NextDouble());
        await store.FailedAsync(delivery, claimed, error, next < last ? next : last);
        Failed(delivery.Id, delivery.JobId, host, tries, error);
    }

    [LoggerMessage(LogLevel.Debug, "Webhook {Delivery} of job {Job}: {Host} was told at try {Tries}")]
    private partial void Delivered(long delivery, string job, string host, int tries);

    [LoggerMessage(LogLevel.Information, "Webhook {Delivery} of job {Job}: {Host} was not told at try {Tries}, it is tried again: {Reason}")]
    private partial void Failed(long delivery, string job, string host, int tries, string reason);

    [LoggerMessage(LogLevel.Warning, "Webhook {Delivery} of job {Job}: {Host} was not told at try {Tries}, which was the last: {Reason}")]
    private partial void GivenUp(long delivery, string job, string host, int tries, string reason);

    [LoggerMessage(LogLevel.Error, "Webhook {Delivery} of job {Job} could not be sent")]
    private partial void Unsent(Exception exception, long delivery, string job);

    [LoggerMessage(LogLevel.Error, "The state of webhook {Delivery} of job {Job} could not be stored; it is tried again")]
    private partial void Unsettled(Exception exception, long delivery, string job);
}
