using System.Net;
using System.Text.Json;
using GradCamService.Callers;
using GradCamService.Explain.Tests;
using Xunit;

namespace GradCamService.Tests.Callers;

public sealed class AuditTests
{
    private const string Explanations = "/v1/models/efficientnet-lite0/explanations";
    private const string Word = "a-word-of-the-senders";

    [Fact]
    public async Task Each_request_to_the_API_is_one_event_with_caller_model_cost_and_status_and_no_content()
    {
        using var service = ServiceProcess.Start(Known.Variables(("shop", "explain")));
        await service.UntilReadyAsync();
        var (client, key) = (service.Client, Known.KeyOf("shop"));

        await client.SendAsAsync(key, Explanations, Form.With(TestData.Read("Images/chelsea.png"), $"{Word}.png", ("top", "2"), ("images", "none"))).JsonAsync();
        await client.SendAsAsync(key, Explanations, Form.Of("chelsea.png", ("concept", Word))).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await client.SendAsAsync(key, $"/v1/models/{Word}").ProblemAsync(HttpStatusCode.NotFound);
        using var refused = await client.SendAsAsync(Word, "/v1/jobs");
        await client.SendAsAsync(key, "/v1/jobs").ProblemAsync(HttpStatusCode.Forbidden);
        using var open = await client.SendAsAsync(null, "/metrics");
        service.Terminate();
        await service.ExitCodeAsync();

        var events = service.Log.Where(line => line.TryGetProperty("SourceContext", out var source) && source.GetString() == Audit.Category).ToList();
        Assert.Equal(
            [
                ("shop", "POST", "v1/models/{model}/explanations", "efficientnet-lite0", 200),
                ("shop", "POST", "v1/models/{model}/explanations", "efficientnet-lite0", 422),
                ("shop", "GET", "v1/models/{model}", null, 404),
                ("anonymous", "GET", "v1/jobs", null, 401),
                ("shop", "GET", "v1/jobs", null, 403),
            ],
            events.Select(each => (Text(each, "Caller"), Text(each, "Method"), Text(each, "Route"), Text(each, "Model"), each.GetProperty("Status").GetInt32())));
        Assert.Equal(3, events[0].GetProperty("Rounds").GetInt32());
        Assert.True(events[0].GetProperty("DeviceMilliseconds").GetDouble() > 0);
        Assert.True(events[0].GetProperty("BytesIn").GetInt64() > 1000);
        Assert.Equal(JsonValueKind.Null, events[1].GetProperty("Rounds").ValueKind);
        Assert.Equal(refused.Headers.GetValues("X-Request-Id").Single(), Text(events[3], "RequestId"));
        Assert.All(events, each => Assert.DoesNotContain(Word, Text(each, "@m"), StringComparison.Ordinal));
        Assert.DoesNotContain(key, service.Output, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement line, string field) => line.GetProperty(field).GetString();
}
