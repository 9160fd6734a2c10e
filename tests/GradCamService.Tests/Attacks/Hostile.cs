using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SkiaSharp;

namespace GradCamService.Tests.Attacks;

/// <summary>What callers send who mean harm.</summary>
internal static class Hostile
{
    /// <summary>Sends the beginning of a form and waits for what is said to that.</summary>
    /// <param name="service">To which.</param>
    /// <param name="declared">Bytes that it says it is going to send.</param>
    /// <param name="sent">Bytes of them that it does send.</param>
    /// <param name="key">The sender's; null: none.</param>
    /// <param name="from">The sender's address; null: any.</param>
    /// <returns>The status.</returns>
    public static async Task<int> UploadAsync(ServiceProcess service, int declared, int sent, string? key = null, IPAddress? from = null)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (from is not null)
            socket.Bind(new IPEndPoint(from, 0));
        var address = service.Client.BaseAddress!;
        await socket.ConnectAsync(address.Host, address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST {Watch.Explanations} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
            + (key is null ? "" : $"Authorization: Bearer {key}\r\n") + $"Content-Length: {declared}\r\n\r\n"));
        var part = "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\n"u8.ToArray();
        try
        {
            await socket.SendAsync(part);
            await socket.SendAsync(new byte[sent]);
        }
        catch (SocketException)
        {
            // Refused and closed before all of it was sent; what was said can still be read.
        }
        var answer = new byte[64];
        var read = await socket.ReceiveAsync(answer);
        // "HTTP/1.1 408 …"
        return int.Parse(Encoding.ASCII.GetString(answer, 0, read).Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>A file of few bytes and 49 megapixels.</summary>
    public static byte[] Bomb(SKEncodedImageFormat format)
    {
        using var flat = new SKBitmap(7000, 7000);
        flat.Erase(SKColors.Gray);
        using var file = flat.Encode(format, 100);
        return file.ToArray();
    }
}
