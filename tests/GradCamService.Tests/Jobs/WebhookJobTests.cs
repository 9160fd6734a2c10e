using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GradCamService.Jobs.Tests.Servers;
using Xunit;

namespace GradCamService.Tests.Jobs;

/// <summary>A caller that is told of the end of its job.</summary>
public sealed class WebhookJobTests
{
    private const string Secret = "a secret of the tests";

    [Fact]
    public async Task The_job_is_posted_with_its_signature_when_it_has_ended_and_says_so()
    {
        var address = $"http://127.0.0.1:{Ports.Free()}/";
        using var receiver = new HttpListener { Prefixes = { address } };
        receiver.Start();
        await using var service = await Service.StartAsync(null,
            ("Jobs:Webhooks:Allowed:0", "127.0.0.1"), ("Jobs:Webhooks:PrivateAddresses:0", "127.0.0.1"), ("Jobs:Webhooks:Secret", Secret));
        var received = ReceiveAsync(receiver);

        var id = await service.Client.SubmitAsync(JobPhotos.Form(2, ("images", "none"), ("webhook", address + "hook")));

        var (body, timestamp, signature) = await received;
        var job = JsonSerializer.Deserialize<JsonElement>(body);
        Assert.Equal((id, "succeeded"), (job.GetProperty("id").GetString(), job.State()));
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}")));
        Assert.Equal($"sha256={expected}", signature);
        var told = await service.Client.UntilAsync(id, each => each.GetProperty("webhook").GetProperty("state").GetString() == "delivered");
        Assert.Equal(1, told.GetProperty("webhook").GetProperty("attempts").GetInt32());
    }

    private static async Task<(string Body, string? Timestamp, string? Signature)> ReceiveAsync(HttpListener receiver)
    {
        var context = await receiver.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        context.Response.StatusCode = 204;
        context.Response.Close();
        return (body, context.Request.Headers["X-Timestamp"], context.Request.Headers["X-Signature"]);
    }
}
