using System.Net;
using System.Net.Sockets;

namespace GradCamService.Jobs.Webhooks;

/// <summary>IPv6 addresses that lead to an IPv4 address which they carry.</summary>
internal static class EmbeddedAddresses
{
    // RFC 6052, section 2.1: the last four bytes.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    // RFC 3056, section 2: the four bytes behind the prefix.
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>The IPv4 address that an address leads to; the address itself where it carries none.</summary>
    public static IPAddress Reached(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (Nat64.Contains(address))
            return new IPAddress(address.GetAddressBytes().AsSpan(12, 4));
        return SixToFour.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(2, 4)) : address;
    }
}
