using GradCamService.Jobs.Webhooks;
using Xunit;

namespace GradCamService.Jobs.Tests.Webhooks;

internal static class Rounds
{
    // What is waited for takes a second or two; the machine may be busy.
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(2);

    /// <summary>What the loop does between two waits.</summary>
    public static async Task RoundAsync(this WebhookLoop loop)
    {
        await loop.LookAsync(TestContext.Current.CancellationToken);
        await loop.UnderWay;
    }

    /// <summary>Waits until something is so.</summary>
    /// <exception cref="OperationCanceledException">It does not come to be so.</exception>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Ample);
        while (!await isSo())
            await Task.Delay(TimeSpan.FromMilliseconds(20), late.Token);
    }
}
