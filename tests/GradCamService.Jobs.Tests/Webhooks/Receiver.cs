using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace GradCamService.Jobs.Tests.Webhooks;

/// <summary>A server of webhooks on this machine that answers what its test wants.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    /// <summary>An answer that never comes.</summary>
    public const string Never = "";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly Func<int, string> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly Task _accepting;
    private int _count;

    /// <param name="answer">Status and headers of the answer to the n-th message, from 0.</param>
    /// <param name="certificate">For https.</param>
    public Receiver(Func<int, string> answer, X509Certificate2? certificate = null)
    {
        (_answer, _certificate) = (answer, certificate);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Receiver(string answer) : this(_ => answer)
    {
    }

    public IReadOnlyList<Received> Messages => [.. _received];

    public string Url(string host = "127.0.0.1", string scheme = "http") =>
        $"{scheme}://{host}:{((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}/jobs?who=me";

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        // Before it stops listening: to accept on a listener that has stopped is an error of its own.
        await _accepting;
        _listener.Stop();
        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        var answering = new List<Task>();
        try
        {
            while (true)
                answering.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_closed.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(answering);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using var _ = client;
            await using var stream = await SecureAsync(client.GetStream());
            var received = await ReadAsync(stream);
            _received.Enqueue(received);
            var answer = _answer(Interlocked.Increment(ref _count) - 1);
            if (answer == Never)
                await Task.Delay(Timeout.InfiniteTimeSpan, _closed.Token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"), _closed.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The sender left.
        }
    }

    private async Task<Stream> SecureAsync(Stream stream)
    {
        if (_certificate is null)
            return stream;
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _closed.Token);
        return secure;
    }

    private async Task<Received> ReadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, _closed.Token);
            head.Append((char)one[0]);
        }
        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _closed.Token);
        return new Received(lines[0], headers, body);
    }
}

/// <summary>A message as it came.</summary>
internal sealed record Received(string RequestLine, IReadOnlyDictionary<string, string> Headers, byte[] Body);
