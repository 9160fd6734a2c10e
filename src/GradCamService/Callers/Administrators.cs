using System.Net;

namespace GradCamService.Callers;

/// <summary>Who may call administrators' routes where nobody is asked who he is.</summary>
internal static class Administrators
{
    /// <summary>Whoever is on the service's own machine, or reaches the port of operators.</summary>
    /// <param name="context">The request; its address is the caller's where <c>Proxy:Trusted</c> names the proxy between.</param>
    /// <param name="port"><c>Management:Port</c>, or 0.</param>
    public static bool MayCall(HttpContext context, int port) =>
        (port > 0 && context.Connection.LocalPort == port) || IsOwn(context.Connection.RemoteIpAddress);

    // A socket of Unix and a server in the same process have no address.
    private static bool IsOwn(IPAddress? address) =>
        address is null || IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
