using System.Net;
using System.Net.Sockets;

namespace GradCamService.Jobs.Webhooks;

/// <summary>Networks that are not of the public Internet (IANA's registries of special-purpose addresses, RFC 6890).</summary>
internal static class SpecialNetworks
{
    private static readonly IPNetwork[] V4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this host
        IPNetwork.Parse("10.0.0.0/8"), // private
        IPNetwork.Parse("100.64.0.0/10"), // shared by a provider's customers
        IPNetwork.Parse("127.0.0.0/8"), // loopback
        IPNetwork.Parse("169.254.0.0/16"), // link-local, with the clouds' metadata services
        IPNetwork.Parse("172.16.0.0/12"), // private
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // relays of 6to4
        IPNetwork.Parse("192.168.0.0/16"), // private
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, and broadcast
    ];

    // All that is handed out for the Internet lies here; loopback, link-local, unique-local and multicast addresses do not.
    private static readonly IPNetwork V6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] V6Special =
    [
        IPNetwork.Parse("2001::/23"), // protocol assignments: tunnels of Teredo, benchmarks
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4, where what it carries was not looked at
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    /// <summary>Whether an address is one of the public Internet. What it carries is looked at before (<see cref="EmbeddedAddresses"/>).</summary>
    public static bool IsPublic(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? !V4.Any(network => network.Contains(address))
        : V6.Contains(address) && !V6Special.Any(network => network.Contains(address));
}
