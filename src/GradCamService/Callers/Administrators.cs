using System.Net;
using GradCamService.Management;

namespace GradCamService.Callers;

/// <summary>Who may call administrators' routes where nobody is asked who he is.</summary>
internal static class Administrators
{
    /// <summary>
    /// Whoever is on the service's own machine, or reaches the port of operators. A request's address is the caller's own where <c>Proxy:Trusted</c> names the
    /// proxy between; a socket of Unix, or a server in the same process, has none.
    /// </summary>
    public static bool MayCall(HttpContext context) =>
        context.IsManagement() || context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address);
}
