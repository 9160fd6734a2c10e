using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace GradCamService.Tests.Fuzzing;

/// <summary>What comes back for bytes that are sent as they are.</summary>
/// <param name="Status">Of the first answer.</param>
/// <param name="Head">Its lines, in small letters.</param>
/// <param name="Body">What followed.</param>
internal sealed record RawAnswer(int Status, string Head, string Body)
{
    // Long enough for an answer on a busy machine; a request that is not whole is not answered.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What the server says itself of bytes that are no request; there need not be a body.</summary>
    private static readonly int[] OfTheServer = [400, 408, 411, 413, 414, 417, 431, 505];

    private static readonly int[] Allowed = [503, 504, 505, 507];

    /// <summary>Sends, and reads until the connection ends or nothing comes any longer.</summary>
    /// <returns>Null where there is no answer.</returns>
    public static async Task<RawAnswer?> OfAsync(Uri service, byte[] request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(service.Host, service.Port);
        using var limit = new CancellationTokenSource(Patience);
        var (received, buffer) = (new MemoryStream(), new byte[1 << 16]);
        try
        {
            await socket.GetStream().WriteAsync(request, limit.Token);
            for (int read; !IsWhole(received) && (read = await socket.GetStream().ReadAsync(buffer, limit.Token)) > 0;)
                received.Write(buffer, 0, read);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // It was cut by the server, which may have answered before; or the server waits for more.
        }
        return Of(Encoding.Latin1.GetString(received.ToArray()));
    }

    /// <summary>Fails where no caller should get this.</summary>
    public void Check()
    {
        Assert.True(Status < 500 || Allowed.Contains(Status), $"{Status}: {Body}");
        // HEAD has none, and who cuts the connection gets none.
        var isWithoutBody = Body.Length == 0 && (OfTheServer.Contains(Status) || !Head.Contains("content-length: 0", StringComparison.Ordinal));
        if (Status < 400 || isWithoutBody || !IsWhole(this))
            return;
        Assert.Contains("content-type: application/problem+json", Head, StringComparison.Ordinal);
        using var problem = JsonDocument.Parse(Encoding.Latin1.GetBytes(IsChunked(Head) ? Unchunk(Body) : Body));
        Assert.Equal(Status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(problem.RootElement.GetProperty("detail").GetString()), Body);
    }

    private static bool IsWhole(MemoryStream received) =>
        Of(Encoding.Latin1.GetString(received.GetBuffer(), 0, (int)received.Length)) is { } answer && IsWhole(answer);

    private static bool IsWhole(RawAnswer answer) => IsChunked(answer.Head)
        ? answer.Body.EndsWith("0\r\n\r\n", StringComparison.Ordinal)
        : Length(answer.Head) is { } length && answer.Body.Length >= length;

    private static bool IsChunked(string head) => head.Contains("transfer-encoding: chunked", StringComparison.Ordinal);

    private static string Unchunk(string body)
    {
        var text = new StringBuilder();
        for (var at = 0; body.IndexOf("\r\n", at, StringComparison.Ordinal) is var line and >= 0;)
        {
            var length = int.Parse(body.AsSpan(at, line - at), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (length == 0)
                break;
            text.Append(body, line + 2, length);
            at = line + 2 + length + 2;
        }
        return text.ToString();
    }

    private static RawAnswer? Of(string text)
    {
        // 100 Continue comes before the answer.
        while (text.StartsWith("HTTP/1.1 1", StringComparison.Ordinal) && text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var interim and >= 0)
            text = text[(interim + 4)..];
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return null;
        var (head, body) = (text[..end].ToLowerInvariant(), text[(end + 4)..]);
        // What follows is the answer to a second request, which the rest of a damaged one may look like.
        if (Length(head) is { } length && length < body.Length)
            body = body[..length];
        return new RawAnswer(int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), head, body);
    }

    private static int? Length(string head) => head.Split("\r\n").FirstOrDefault(line => line.StartsWith("content-length: ", StringComparison.Ordinal)) is { } line
        ? int.Parse(line.AsSpan("content-length: ".Length), CultureInfo.InvariantCulture) : null;
}
