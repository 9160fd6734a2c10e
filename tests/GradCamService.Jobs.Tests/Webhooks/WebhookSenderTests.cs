using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GradCamService.Jobs.States;
using GradCamService.Jobs.Webhooks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GradCamService.Jobs.Tests.Webhooks;

public sealed class WebhookSenderTests
{
    private const string Body = """{"id":"a","name":"Käfer"}""";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1700000000);

    [Fact]
    public async Task A_message_comes_as_it_is_and_is_signed()
    {
        await using var receiver = new Receiver("204 No Content");

        Assert.Null(await SendAsync(receiver.Url(), HookOptions.Of()));

        var message = Assert.Single(receiver.Messages);
        Assert.Equal("POST /jobs?who=me HTTP/1.1", message.RequestLine);
        Assert.Equal(Body, Encoding.UTF8.GetString(message.Body));
        Assert.Equal("application/json", message.Headers["Content-Type"]);
        Assert.Equal("7", message.Headers["X-Delivery"]);
        Assert.Equal("1700000000", message.Headers["X-Timestamp"]);
        byte[] signed = [.. Encoding.UTF8.GetBytes("1700000000."), .. message.Body];
        var digest = HMACSHA256.HashData(Encoding.UTF8.GetBytes(HookOptions.Secret), signed);
        Assert.Equal($"sha256={Convert.ToHexString(digest).ToLower(CultureInfo.InvariantCulture)}", message.Headers["X-Signature"]);
    }

    [Theory]
    [InlineData("400 Bad Request", "400")]
    [InlineData("404 Not Found", "404")]
    [InlineData("503 Service Unavailable", "503")]
    public async Task An_answer_that_is_no_2xx_is_told(string answer, string status)
    {
        await using var receiver = new Receiver(answer);

        Assert.Equal($"The answer was {status}; a 2xx is awaited.", await SendAsync(receiver.Url(), HookOptions.Of()));
    }

    [Theory]
    [InlineData("301 Moved Permanently", "301")]
    [InlineData("307 Temporary Redirect", "307")]
    public async Task A_redirect_is_told_and_not_followed(string answer, string status)
    {
        await using var other = new Receiver("200 OK");
        await using var receiver = new Receiver($"{answer}\r\nLocation: {other.Url()}");

        Assert.Equal($"The answer was {status}, a redirect, which is not followed; name the URL that it leads to.", await SendAsync(receiver.Url(), HookOptions.Of()));
        Assert.Empty(other.Messages);
        Assert.Single(receiver.Messages);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_not_waited_for_longer_than_the_timeout()
    {
        await using var receiver = new Receiver(Receiver.Never);

        Assert.Equal("No answer came within 0.3 s.", await SendAsync(receiver.Url(), HookOptions.Of(timeout: TimeSpan.FromSeconds(0.3)), TimeProvider.System));
        Assert.Single(receiver.Messages);
    }

    [Fact]
    public async Task A_service_that_stops_does_not_wait()
    {
        await using var receiver = new Receiver(Receiver.Never);
        using var sender = new WebhookSender(HookOptions.Of(), TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var sending = sender.SendAsync(Delivery(receiver.Url()), Body, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task A_name_with_a_private_address_is_refused_and_its_address_not_told()
    {
        await using var receiver = new Receiver("200 OK");
        var error = await SendAsync(receiver.Url("localhost", "https"), HookOptions.Of(listed: []));

        Assert.Equal("The host has a private address that Jobs:Webhooks:PrivateAddresses does not list.", error);
        Assert.Empty(receiver.Messages);
    }

    [Fact]
    public async Task A_name_whose_private_address_is_listed_is_told()
    {
        await using var receiver = new Receiver("200 OK");

        Assert.Null(await SendAsync(receiver.Url("localhost"), HookOptions.Of()));
        Assert.Single(receiver.Messages);
    }

    [Fact]
    public async Task Of_several_addresses_only_those_are_connected_to_that_may_be()
    {
        await using var receiver = new Receiver("200 OK");

        // 127.0.0.9 is not listed, and nothing listens there: were it tried first and failed, the next would hide it, so the order is tried both ways.
        Assert.Null(await SendAsync(receiver.Url("hooks.example.com"), Hooks, resolve: ["127.0.0.9", "127.0.0.1"]));
        Assert.Null(await SendAsync(receiver.Url("hooks.example.com"), Hooks, resolve: ["127.0.0.1", "127.0.0.9"]));
        Assert.Contains("a private address", await SendAsync(receiver.Url("hooks.example.com"), Hooks, resolve: ["127.0.0.9", "169.254.169.254"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_was_public_and_has_become_private_is_refused()
    {
        await using var receiver = new Receiver("200 OK");
        var answers = new Queue<string>(["127.0.0.1", "127.0.0.9"]);
        using var sender = new WebhookSender(Hooks, TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));

        Assert.Null(await sender.SendAsync(Delivery(receiver.Url("hooks.example.com")), Body, TestContext.Current.CancellationToken));
        Assert.Contains("a private address", await sender.SendAsync(Delivery(receiver.Url("hooks.example.com")), Body, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_http_is_not_sent_to_a_public_address() => Assert.Equal("The host has a public address, to which plain http is not sent; use https.",
        await SendAsync("http://hooks.example.com/", Hooks, resolve: ["1.1.1.1"]));

    [Fact]
    public async Task A_host_that_is_not_allowed_any_longer_is_not_told()
    {
        await using var receiver = new Receiver("200 OK");

        Assert.Contains("'127.0.0.1' may not be told", await SendAsync(receiver.Url(), HookOptions.Of(allowed: ["hooks.example.com"])), StringComparison.Ordinal);
        Assert.Empty(receiver.Messages);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_trusted()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await using var receiver = new Receiver(_ => "200 OK", certificate);

        Assert.Equal("No secure connection came about; the host needs a certificate that is valid for its name.",
            await SendAsync(receiver.Url("localhost", "https"), HookOptions.Of()));
        Assert.Empty(receiver.Messages);
    }

    [Fact]
    public async Task A_host_that_takes_no_connection_is_told()
    {
        string url;
        await using (var receiver = new Receiver("200 OK"))
            url = receiver.Url();

        Assert.Equal("The host took no connection.", await SendAsync(url, HookOptions.Of()));
    }

    [Fact]
    public async Task A_name_that_is_not_known_is_told()
    {
        using var sender = new WebhookSender(Hooks, TimeProvider.System, (_, _) => throw new SocketException((int)SocketError.HostNotFound));

        Assert.Equal("The host's name is not known.",
            await sender.SendAsync(Delivery("https://hooks.example.com/"), Body, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_answer_that_is_not_HTTP_is_told()
    {
        await using var receiver = new Receiver(" \0");

        Assert.Equal("The answer was not one of HTTP.", await SendAsync(receiver.Url(), HookOptions.Of()));
    }

    private static WebhookOptions Hooks => HookOptions.Of(allowed: ["hooks.example.com"]);

    private static async Task<string?> SendAsync(string url, WebhookOptions options, TimeProvider? time = null, string[]? resolve = null)
    {
        time ??= new FakeTimeProvider(Now);
        using var sender = resolve is null ? new WebhookSender(options, time)
            : new WebhookSender(options, time, (_, _) => Task.FromResult(resolve.Select(IPAddress.Parse).ToArray()));
        return await sender.SendAsync(Delivery(url), Body, TestContext.Current.CancellationToken);
    }

    private static WebhookDelivery Delivery(string url) => new() { Id = 7, JobId = "a", Url = url, CreatedAt = Now, NextAt = Now };
}
