using GradCamService.Jobs.States;
using Microsoft.EntityFrameworkCore;

namespace GradCamService.Jobs.Webhooks;

/// <summary>
/// The rows of deliveries. One process at a time tries one: it moves <see cref="WebhookDelivery.NextAt"/> ahead where nobody did since it looked. A process that
/// dies meanwhile leaves it to the next at that time.
/// </summary>
internal sealed class DeliveryStore(JobsDatabase database)
{
    /// <summary>Those that are to be tried now, oldest first, one a host.</summary>
    /// <param name="now">The time.</param>
    /// <param name="besides">Hosts that are being told of something already.</param>
    /// <param name="most">Most of them.</param>
    public Task<List<WebhookDelivery>> DueAsync(DateTimeOffset now, IEnumerable<string> besides, int most) => database.ReadAsync(async context =>
    {
        var (hosts, found) = (besides.ToHashSet(), new List<WebhookDelivery>());
        var due = context.WebhookDeliveries.Where(row => row.State == WebhookState.Waiting && row.NextAt <= now).OrderBy(row => row.NextAt).ThenBy(row => row.Id);
        // Row by row: many that wait for a host which is slow must not hide those behind them.
        await foreach (var delivery in due.AsAsyncEnumerable())
        {
            if (hosts.Add(HostOf(delivery)))
                found.Add(delivery);
            if (found.Count == most)
                break;
        }
        return found;
    });

    /// <summary>Takes one for this process and counts the try.</summary>
    /// <param name="delivery">As it was found.</param>
    /// <param name="until">Until when; others take it then.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Its job; null where another process has it, or it is gone.</returns>
    public Task<Job?> ClaimAsync(WebhookDelivery delivery, DateTimeOffset until, CancellationToken cancellation) => database.WriteAsync(async context =>
        await Rows(context, delivery, delivery.NextAt).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.NextAt, until).SetProperty(row => row.Attempts, delivery.Attempts + 1), cancellation) == 0 ? null
            : await context.Jobs.AsNoTracking().SingleOrDefaultAsync(job => job.Id == delivery.JobId, cancellation), cancellation);

    /// <summary>It was told, whoever has it by now.</summary>
    public Task DeliveredAsync(WebhookDelivery delivery) => database.WriteAsync(
        context => context.WebhookDeliveries.Where(row => row.Id == delivery.Id && row.State == WebhookState.Waiting).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, WebhookState.Delivered).SetProperty(row => row.LastError, (string?)null)), CancellationToken.None);

    /// <summary>It was not told.</summary>
    /// <param name="delivery">As it was found.</param>
    /// <param name="claimed">Until when this process has it.</param>
    /// <param name="error">Why.</param>
    /// <param name="next">When it is tried again; null: not any longer.</param>
    public Task FailedAsync(WebhookDelivery delivery, DateTimeOffset claimed, string error, DateTimeOffset? next) => database.WriteAsync(
        context => Rows(context, delivery, claimed).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastError, error)
            .SetProperty(row => row.State, next is null ? WebhookState.GivenUp : WebhookState.Waiting)
            .SetProperty(row => row.NextAt, next ?? claimed)), CancellationToken.None);

    /// <summary>This process stops: it is as it was found.</summary>
    public Task HandBackAsync(WebhookDelivery delivery, DateTimeOffset claimed) => database.WriteAsync(
        context => Rows(context, delivery, claimed).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.NextAt, delivery.NextAt).SetProperty(row => row.Attempts, delivery.Attempts)), CancellationToken.None);

    /// <summary>The receiver's host, without its port.</summary>
    public static string HostOf(WebhookDelivery delivery) => Uri.TryCreate(delivery.Url, UriKind.Absolute, out var url) ? url.IdnHost : "";

    private static IQueryable<WebhookDelivery> Rows(JobsContext context, WebhookDelivery delivery, DateTimeOffset nextAt) =>
        context.WebhookDeliveries.Where(row => row.Id == delivery.Id && row.State == WebhookState.Waiting && row.NextAt == nextAt);
}
