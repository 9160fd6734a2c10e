namespace GradCamService.Jobs.Webhooks;

/// <summary>What the ranges of <see cref="WebhookOptions"/> cannot say of them.</summary>
public static class WebhookOptionsCheck
{
    // Whoever gets a message can try keys on it as fast as a machine allows: a short one would be found.
    private const int MinSecret = 16;

    /// <summary>What is wrong with them, in words; none where nothing is.</summary>
    public static IReadOnlyList<string> Problems(WebhookOptions options)
    {
        var problems = new List<string>();
        problems.AddRange(options.Allowed.Where(host => !AllowedHosts.IsPattern(host)).Select(host =>
            $"Jobs:Webhooks:Allowed has '{host}', which is no host; write one such as hooks.example.com, *.example.com or [2001:4860::1], without scheme and port."));
        problems.AddRange(options.PrivateAddresses.Where(text => AddressRules.Network(text) is null).Select(text =>
            $"Jobs:Webhooks:PrivateAddresses has '{text}', which is no address and no network; write one such as 10.1.2.3 or 10.1.0.0/16."));
        if (options.Allowed.Count > 0 && (options.Secret?.Length ?? 0) < MinSecret)
            problems.Add(FormattableString.Invariant($"Jobs:Webhooks:Secret must have at least {MinSecret} characters where Jobs:Webhooks:Allowed lists hosts."));
        return problems;
    }
}
