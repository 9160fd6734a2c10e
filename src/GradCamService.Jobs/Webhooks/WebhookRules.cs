using System.Net;

namespace GradCamService.Jobs.Webhooks;

/// <summary>
/// Which URLs a job may name to be told: absolute https URLs of an allowed host. Plain http is for receivers in the service's own network: it goes only to
/// addresses of <see cref="WebhookOptions.PrivateAddresses"/>, which a name's are compared with when it is connected to.
/// </summary>
/// <exception cref="FormatException">A private address that is listed is none.</exception>
public sealed class WebhookRules(WebhookOptions options)
{
    /// <summary>The longest URL, in characters.</summary>
    public const int MaxLength = 2048;

    private readonly AllowedHosts _allowed = new(options.Allowed);
    private readonly AddressRules _addresses = new(options.PrivateAddresses);

    /// <summary>Why a URL cannot be told, and what would be right; null where it can.</summary>
    public string? Problem(string url)
    {
        if (_allowed.IsEmpty)
            return "This service tells no host of the end of a job: leave webhook out, or have the host listed in Jobs:Webhooks:Allowed.";
        if (url.Length > MaxLength)
            return FormattableString.Invariant($"The webhook's URL has {url.Length} characters; {MaxLength} is the most.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var read) || (read.Scheme != Uri.UriSchemeHttps && read.Scheme != Uri.UriSchemeHttp))
            return "The webhook is no absolute URL; it must be one such as https://hooks.example.com/jobs.";
        if (read.UserInfo.Length > 0)
            return "The webhook's URL names a user; leave the user and the password out, and check the signature instead.";
        if (!_allowed.Contains(read))
            return $"The webhook's host '{Explain.Naming.Names.Shorten(read.IdnHost)}' may not be told; name one of Jobs:Webhooks:Allowed, or have it listed there.";
        if (read.Scheme == Uri.UriSchemeHttp && !MayBePlain(read))
            return "The webhook's URL must begin with https://; http is only for hosts in the service's own network that Jobs:Webhooks:PrivateAddresses lists.";
        return null;
    }

    private bool MayBePlain(Uri url) => IPAddress.TryParse(url.IdnHost, out var address) ? _addresses.IsListed(address) : _addresses.ListsAny;
}
