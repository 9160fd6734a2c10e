namespace GradCamService.Configuration;

/// <summary>Section <c>Proxy</c>: what stands in front of the service.</summary>
public sealed class ProxyOptions
{
    public const string Section = "Proxy";

    /// <summary>
    /// Addresses (<c>10.0.0.7</c>) and networks (<c>10.0.0.0/8</c>) whose headers X-Forwarded-For, -Proto, -Host and -Prefix are believed. Default none.
    /// </summary>
    public IReadOnlyList<string> Trusted { get; init; } = [];

    /// <summary>A path such as <c>/gradcam</c> that requests may begin with, where a proxy passes it on as it came. Default none.</summary>
    public string PathBase { get; init; } = "";
}
