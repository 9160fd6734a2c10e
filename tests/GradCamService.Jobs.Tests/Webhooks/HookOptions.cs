namespace GradCamService.Jobs.Tests.Webhooks;

/// <summary>Options by which a receiver on this machine may be told.</summary>
internal static class HookOptions
{
    public const string Secret = "0123456789abcdef";

    // So long that no answer on this machine misses it, however busy that is.
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(5);

    public static WebhookOptions Of(TimeSpan? timeout = null, TimeSpan? giveUpAfter = null, string[]? allowed = null, string[]? listed = null) => new()
    {
        Allowed = allowed ?? ["127.0.0.1", "localhost"],
        PrivateAddresses = listed ?? ["127.0.0.1"],
        Secret = Secret,
        Timeout = timeout ?? Ample,
        GiveUpAfter = giveUpAfter ?? TimeSpan.FromHours(24),
        FirstWait = TimeSpan.FromSeconds(10),
    };
}
