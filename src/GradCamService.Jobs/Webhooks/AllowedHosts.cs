namespace GradCamService.Jobs.Webhooks;

/// <summary>Hosts that may be told, by their names, or by <c>*.</c> and a domain for all below it.</summary>
/// <param name="patterns">As they stand in the options; those that are no host allow nothing.</param>
internal sealed class AllowedHosts(IReadOnlyList<string> patterns)
{
    private const string Below = "*.";

    private readonly HashSet<string> _hosts = [.. patterns.Where(text => !IsDomain(text)).Select(Host).OfType<string>()];
    private readonly List<string> _domains = [.. patterns.Where(IsDomain).Select(Domain).OfType<string>()];

    public bool IsEmpty => _hosts.Count == 0 && _domains.Count == 0;

    /// <summary>Whether a URL's host may be told.</summary>
    public bool Contains(Uri url) => _hosts.Contains(url.IdnHost) || (url.HostNameType == UriHostNameType.Dns
        && _domains.Any(domain => url.IdnHost.EndsWith($".{domain}", StringComparison.Ordinal)));

    /// <summary>Whether a pattern is one.</summary>
    public static bool IsPattern(string text) => (IsDomain(text) ? Domain(text) : Host(text)) is not null;

    private static bool IsDomain(string text) => text.StartsWith(Below, StringComparison.Ordinal);

    private static string? Domain(string text) => Read(text[Below.Length..]) is { HostNameType: UriHostNameType.Dns } url ? url.IdnHost : null;

    private static string? Host(string text) => Read(text)?.IdnHost;

    // Read as the host of a URL is, so that letters' case and names beyond ASCII come out the same on both sides.
    private static Uri? Read(string host) =>
        Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var url) && url is { IsDefaultPort: true, UserInfo: "", PathAndQuery: "/", Fragment: "" }
        && url.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 ? url : null;
}
