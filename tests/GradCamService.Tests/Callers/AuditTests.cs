using System.Net;
using GradCamService.Callers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GradCamService.Tests.Callers;

public sealed class AuditTests
{
    [Fact]
    public async Task Each_request_to_the_API_is_one_event_with_caller_model_cost_and_status_and_no_content()
    {
        const string Secret = "a-word-of-the-senders";
        using var log = new LogLines();
        await using var service = await Service.StartAsync(
            services => services.AddSingleton<ILoggerProvider>(log), Known.Rows(("shop", "explain")));
        var explanations = "/v1/models/efficientnet-lite0/explanations";

        await service.SendAsync(Known.KeyOf("shop"), explanations, Form.With(Explain.Tests.TestData.Read("Images/chelsea.png"), $"{Secret}.png", ("top", "2"), ("images", "none"))).JsonAsync();
        await service.SendAsync(Known.KeyOf("shop"), explanations, Form.Of("chelsea.png", ("concept", Secret))).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await service.SendAsync(Known.KeyOf("shop"), $"/v1/models/{Secret}").ProblemAsync(HttpStatusCode.NotFound);
        using var refused = await service.SendAsync(Secret, "/v1/jobs");
        await service.SendAsync(Known.KeyOf("shop"), "/v1/jobs").ProblemAsync(HttpStatusCode.Forbidden);
        using var open = await service.SendAsync(null, "/metrics");

        var events = await log.OfAsync(Audit.Category, 5);
        Assert.Equal(5, events.Count);
        Assert.Equal(
            [
                ("shop", "POST", "v1/models/{model}/explanations", "efficientnet-lite0", 200),
                ("shop", "POST", "v1/models/{model}/explanations", "efficientnet-lite0", 422),
                ("shop", "GET", "v1/models/{model}", null, 404),
                ("anonymous", "GET", "v1/jobs", null, 401),
                ("shop", "GET", "v1/jobs", null, 403),
            ],
            events.Select(each => ((string?)each["Caller"], (string?)each["Method"], (string?)each["Route"], (string?)each["Model"], (int?)each["Status"])));
        Assert.Equal(3, events[0]["Rounds"]);
        Assert.True(events[0]["DeviceMilliseconds"] is > 0.0);
        Assert.True(events[0]["BytesIn"] is > 1000L);
        Assert.Null(events[1]["Rounds"]);
        Assert.Equal(refused.Headers.GetValues("X-Request-Id").Single(), events[3]["RequestId"]);
        Assert.All(log.All.Where(line => line.Category.StartsWith("GradCamService", StringComparison.Ordinal)),
            line => Assert.DoesNotContain(Secret, line.Text, StringComparison.Ordinal));
        Assert.All(log.All, line => Assert.DoesNotContain(Known.KeyOf("shop"), line.Text, StringComparison.Ordinal));
    }
}
