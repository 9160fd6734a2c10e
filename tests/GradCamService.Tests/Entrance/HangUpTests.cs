using System.Net.Sockets;
using System.Text;
using Xunit;

namespace GradCamService.Tests.Entrance;

/// <summary>Callers who leave, at every stage and in both ways that a connection ends: nothing of it is an error of the service.</summary>
public sealed class HangUpTests
{
    private const string Head = "POST /v1/models/efficientnet-lite0/explanations HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n";
    private const string Part = "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\n";

    [Fact]
    public async Task None_of_them_is_logged_as_an_error()
    {
        using var service = ServiceProcess.Start();
        await service.UntilReadyAsync();
        string[] beginnings =
        [
            "POST /v1/mod",
            Head,
            $"{Head}Content-Length: 1000000\r\n\r\n{Part}abc",
            $"{Head}Transfer-Encoding: chunked\r\n\r\n400\r\n{Part}",
            $"POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n{Part}abc",
            "GET /openapi/v1.json HTTP/1.1\r\nHost: x\r\n\r\n",
        ];

        foreach (var beginning in beginnings)
            foreach (var isReset in new[] { true, false })
                await LeaveAsync(service.Client.BaseAddress!, Encoding.ASCII.GetBytes(beginning), isReset);
        await LeaveAsync(service.Client.BaseAddress!, await WholeRequestAsync(), isReset: true);
        await service.Client.PostAsync("/v1/models/efficientnet-lite0/explanations", Form.Of("chelsea.png", ("images", "none"))).JsonAsync();
        service.Terminate();
        Assert.Equal(0, await service.ExitCodeAsync());

        var errors = service.Log.Where(line => line.TryGetProperty("@l", out var level) && level.GetString() is "Error" or "Fatal").ToArray();
        Assert.True(errors.Length == 0, string.Join('\n', errors));
    }

    private static async Task LeaveAsync(Uri address, byte[] sent, bool isReset)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port);
        await socket.SendAsync(sent);
        // Until it has begun to read.
        await Task.Delay(TimeSpan.FromMilliseconds(100));
        if (isReset)
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        else
            socket.Shutdown(SocketShutdown.Both);
    }

    private static async Task<byte[]> WholeRequestAsync()
    {
        using var form = Form.Of("chelsea.png", [.. Enumerable.Range(0, 20).Select(i => ("concept", $"{i}"))]);
        var body = await form.ReadAsByteArrayAsync();
        return [.. Encoding.ASCII.GetBytes(
            $"POST /v1/models/efficientnet-lite0/explanations HTTP/1.1\r\nHost: x\r\nContent-Type: {form.Headers.ContentType}\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
    }
}
