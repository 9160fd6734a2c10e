using System.Net;
using System.Net.Sockets;

namespace GradCamService.Jobs.Webhooks;

/// <summary>
/// Which addresses may be connected to: public ones, and those that the service's owner lists. It is asked about the address of the connection itself, so
/// that a name that has another address by then changes nothing.
/// </summary>
/// <param name="listed">Addresses and networks that may be private, such as <c>127.0.0.1</c> and <c>10.1.0.0/16</c>.</param>
/// <exception cref="FormatException">One of them is none.</exception>
public sealed class AddressRules(IReadOnlyList<string> listed)
{
    private readonly List<IPNetwork> _listed = [.. listed.Select(text => Network(text) ?? throw new FormatException($"'{text}' is no address and no network."))];

    /// <summary>Whether any private address may be connected to.</summary>
    public bool ListsAny => _listed.Count > 0;

    public bool MayConnect(IPAddress address) => IsListed(address) || SpecialNetworks.IsPublic(EmbeddedAddresses.Reached(address));

    /// <summary>Whether the service's owner has named it or a network that it is in.</summary>
    public bool IsListed(IPAddress address)
    {
        var reached = EmbeddedAddresses.Reached(address);
        return _listed.Any(network => network.Contains(reached));
    }

    /// <summary>An address, as a network of its own, or a network; null where the text is neither.</summary>
    internal static IPNetwork? Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        return IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128) : null;
    }
}
