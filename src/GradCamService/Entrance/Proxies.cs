using System.Net;
using GradCamService.Configuration;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace GradCamService.Entrance;

/// <summary>What stands in front: whose word counts for where a request came from, and which path it is reached by.</summary>
internal static class Proxies
{
    public static void UseProxies(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value;
        // Without anybody to trust, the framework trusts everybody.
        if (options.Trusted.Count > 0)
            app.UseForwardedHeaders(Of(options));
        if (options.PathBase.Length > 0)
            app.UsePathBase(options.PathBase);
    }

    private static ForwardedHeadersOptions Of(ProxyOptions options)
    {
        // As many proxies behind one another as are trusted.
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All, ForwardLimit = null };
        // The framework's own is this machine.
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var trusted in options.Trusted)
        {
            if (IPAddress.TryParse(trusted, out var address))
                forwarded.KnownProxies.Add(address);
            else
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(trusted));
        }
        return forwarded;
    }
}
