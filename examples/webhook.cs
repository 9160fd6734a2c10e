#:sdk Microsoft.NET.Sdk.Web
// Receives webhooks of jobs:  SECRET=… dotnet run examples/webhook.cs --urls http://localhost:9000
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

var app = WebApplication.CreateBuilder(args).Build();
var secret = app.Configuration["SECRET"] ?? throw new InvalidOperationException("SECRET is not set.");
// Of a real receiver: in its database, with what it does on a message, in one transaction.
var seen = new ConcurrentDictionary<string, bool>();

app.MapPost("/{**path}", async (HttpRequest request) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    string timestamp = request.Headers["X-Timestamp"].ToString(), signature = request.Headers["X-Signature"].ToString();
    if (!IsGenuine(timestamp, signature, body.ToArray(), secret, DateTimeOffset.UtcNow))
        return Results.Unauthorized();
    if (seen.TryAdd(request.Headers["X-Delivery"].ToString(), true))
    {
        using var job = JsonDocument.Parse(body.ToArray());
        Console.WriteLine($"job {job.RootElement.GetProperty("id")} has {job.RootElement.GetProperty("state")}");
    }
    return Results.NoContent();
});
await app.RunAsync();

static bool IsGenuine(string timestamp, string signature, byte[] body, string secret, DateTimeOffset now)
{
    byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp + "."), .. body];
    var expected = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature))
        && Math.Abs(now.ToUnixTimeSeconds() - long.Parse(timestamp, CultureInfo.InvariantCulture)) < 300;
}
