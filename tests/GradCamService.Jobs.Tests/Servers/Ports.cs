using System.Net;
using System.Net.Sockets;

namespace GradCamService.Jobs.Tests.Servers;

/// <summary>Ports of 127.0.0.1 that servers of tests listen on.</summary>
internal static class Ports
{
    // Below those that the system gives to clients: a client that asks again and again for a server that is down could be given the server's own port, be
    // connected with itself, and keep the server from coming back.
    private const int Lowest = 15_000;
    private const int Highest = 32_000;

    /// <summary>One that nothing listens on now.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; another.
            }
        }
    }
}
