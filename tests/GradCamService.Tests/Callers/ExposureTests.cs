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
