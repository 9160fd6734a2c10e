using System.Net;
using System.Net.Sockets;

namespace GradCamService.Tests.Jobs.Kills;

/// <summary>A wire to a server on this machine that can be cut: connections stay as they are, and nothing comes through, as when a switch dies.</summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private volatile bool _isCut;

    /// <param name="target">The server's port.</param>
    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut() => _isCut = true;

    public void Mend() => _isCut = false;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            _ = RunAsync(client);
        }
    }

    private async Task RunAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                await Task.WhenAny(PumpAsync(client.GetStream(), server.GetStream()), PumpAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
            {
                // One end is gone, and with it the other.
            }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[1 << 16];
        for (int read; (read = await from.ReadAsync(buffer, _end.Token)) > 0;)
            // What comes while the wire is cut is lost, and the connection with it: bytes that are missing are no stream.
            if (_isCut)
                await Task.Delay(Timeout.Infinite, _end.Token);
            else
                await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
    }
}
