using System.Net;
using System.Net.Sockets;
using GradCamService.Configuration;
using GradCamService.Explain.Queue;
using Microsoft.Extensions.Options;

namespace GradCamService.Callers;

/// <summary>Authenticated requests → callers with their weights and limits.</summary>
internal sealed class CallerDirectory(IOptions<AuthOptions> auth, IOptions<LimitsOptions> limits)
{
    // Whoever has one address of IPv6 mostly has all that begin with these bytes (RFC 6177).
    private const int PrefixBytes = 8;

    // Rows of one name differ in their key alone.
    private readonly Dictionary<string, KeyOptions> _keys = auth.Value.Keys.DistinctBy(key => key.Name).ToDictionary(key => key.Name);

    public RequestCaller Of(HttpContext context)
    {
        if (context.User.Identity is not { IsAuthenticated: true, Name: { } name })
            return Named(Caller.Anonymous.Name, $"{Caller.Anonymous.Name} {AddressOf(context)}", null, isAdmin: false);
        return Named(name, name, _keys.GetValueOrDefault(name), context.User.IsInRole(CallerRoles.Admin));
    }

    private RequestCaller Named(string name, string turns, KeyOptions? key, bool isAdmin) =>
        new(name, new Caller(turns, key?.Weight ?? 1), CallerLimits.Of(limits.Value, key?.Limits), isAdmin);

    private static string AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return "";
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return new IPAddress(bytes).ToString();
    }
}
