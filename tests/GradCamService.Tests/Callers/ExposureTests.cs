using System.Net;
using GradCamService.Callers;
using Xunit;

namespace GradCamService.Tests.Callers;

/// <summary>The warning of a service that everyone may call.</summary>
public sealed class ExposureTests
{
    private const string Warning = "may call every route";

    [Theory]
    [InlineData("http://localhost:8080", false)]
    [InlineData("http://127.0.0.1:8080", false)]
    [InlineData("http://127.1.2.3", false)]
    [InlineData("http://[::1]:8080", false)]
    [InlineData("http://0.0.0.0:8080", true)]
    [InlineData("http://[::]:8080", true)]
    [InlineData("http://*:8080", true)]
    [InlineData("http://+:80", true)]
    [InlineData("http://10.0.0.7:80", true)]
    [InlineData("http://gradcam:80", true)]
    public void Others_reach_what_is_not_the_loopback(string address, bool isExposed) => Assert.Equal(isExposed, ExposureWarning.IsExposed(address));

    [Theory]
    [InlineData("GET", "/v1/dead-letters")]
    [InlineData("POST", "/v1/models/efficientnet-lite0/unload")]
    [InlineData("POST", "/v1/models/efficientnet-lite0/load")]
    public async Task Administrators_routes_answer_the_own_machine_only_where_nobody_is_asked_who_he_is(string method, string path)
    {
        using var service = ServiceProcess.Start(("Proxy__Trusted__0", "127.0.0.1"));
        await service.UntilReadyAsync();
        using var fromElsewhere = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "X-Forwarded-For", "203.0.113.5" } } };
        using var fromHere = new HttpRequestMessage(new HttpMethod(method), path);

        var problem = await service.Client.SendAsync(fromElsewhere).ProblemAsync(HttpStatusCode.Forbidden);

        Assert.Equal("Administrators only", problem.Title);
        Assert.Equal(HttpStatusCode.OK, (await service.Client.SendAsync(fromHere)).StatusCode);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task The_log_warns_where_others_reach_a_service_that_asks_nobody_who_it_is(bool asks, int warnings)
    {
        var rows = asks ? Known.Variables(("shop", "explain")) : [];
        using var service = ServiceProcess.Start([.. rows, ("Kestrel__Endpoints__All__Url", "http://0.0.0.0:0")]);

        await service.UntilItSaysAsync("Application started");

        Assert.Equal(warnings, service.Output.Split('\n').Count(line => line.Contains(Warning, StringComparison.Ordinal) && line.Contains("\"@l\":\"Warning\"", StringComparison.Ordinal)));
    }
}
