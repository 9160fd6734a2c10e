using System.Net;
using System.Net.Sockets;

namespace GradCamService.Jobs.Webhooks;

/// <summary>Connects to those addresses of a host that may be connected to.</summary>
/// <param name="rules">Which those are.</param>
/// <param name="resolve">The addresses of a host.</param>
internal sealed class CheckedConnection(AddressRules rules, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>What <see cref="SocketsHttpHandler.ConnectCallback"/> calls; the handler disposes the stream.</summary>
    /// <exception cref="PrivateAddressException">None of its addresses may be connected to.</exception>
    /// <exception cref="SocketException">It has no address, or takes no connection.</exception>
    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var found = await resolve(context.DnsEndPoint.Host, cancellation);
        var isPlain = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp;
        var addresses = found.Where(isPlain ? rules.IsListed : rules.MayConnect).ToArray();
        if (addresses.Length == 0)
            throw new PrivateAddressException(found.Any(rules.MayConnect) ? "The host has a public address, to which plain http is not sent; use https."
                : "The host has a private address that Jobs:Webhooks:PrivateAddresses does not list.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
