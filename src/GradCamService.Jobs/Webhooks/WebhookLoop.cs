using GradCamService.Jobs.States;
using Microsoft.Extensions.Logging;

namespace GradCamService.Jobs.Webhooks;

/// <summary>
/// Tells the receivers of jobs' ends, until each is told or is given up. Several processes may run it on one database; each delivery is tried by one at a time.
/// A host is told of one end after another, so that one that does not answer holds up nobody else.
/// </summary>
/// <param name="database">Where deliveries wait.</param>
/// <param name="sender">Sends them; whoever made it disposes it.</param>
/// <param name="body">The JSON of a job, as its caller gets it.</param>
/// <param name="options">How long to wait.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears what failed.</param>
public sealed partial class WebhookLoop(
    JobsDatabase database, WebhookSender sender, Func<Job, CancellationToken, Task<string>> body, WebhookOptions options, TimeProvider time, ILogger<WebhookLoop> logger)
{
    private const int AtOnce = 8;

    // An end is told about this late at most; the look is a step into an index.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly DeliveryStore _store = new(database);
    private readonly WebhookTry _try = new(new DeliveryStore(database), sender, body, options, time, logger);
    private readonly Dictionary<string, Task> _underWay = [];
    private bool _isAway;

    /// <summary>Runs until it is to stop; what is being sent then is handed back and may be sent again. Fails never.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await LookAsync(stop);
            await Task.WhenAny([.. _underWay.Values, Task.Delay(BetweenLooks, time, stop)]);
        }
        await UnderWay;
    }

    /// <summary>Completes when all that was begun is through.</summary>
    internal Task UnderWay => Task.WhenAll(_underWay.Values);

    /// <summary>Begins what is due.</summary>
    internal async Task LookAsync(CancellationToken stop)
    {
        foreach (var (host, _) in _underWay.Where(pair => pair.Value.IsCompleted).ToList())
            _underWay.Remove(host);
        if (_underWay.Count == AtOnce)
            return;
        try
        {
            foreach (var delivery in await _store.DueAsync(time.GetUtcNow(), _underWay.Keys, AtOnce - _underWay.Count))
                _underWay[DeliveryStore.HostOf(delivery)] = _try.RunAsync(delivery, stop);
            _isAway = false;
        }
        catch (Exception exception)
        {
            // Said once, not every second.
            if (!_isAway)
                Away(exception);
            _isAway = true;
        }
    }

    [LoggerMessage(LogLevel.Error, "Webhooks cannot be looked for; it is tried again every second")]
    private partial void Away(Exception exception);
}
