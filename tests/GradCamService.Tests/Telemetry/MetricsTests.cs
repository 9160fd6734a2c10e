using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace GradCamService.Tests.Telemetry;

[Collection(ServiceTests.Name)]
public sealed partial class MetricsTests(SharedService service)
{
    [Fact]
    public async Task Every_stage_is_timed_by_model()
    {
        using var measured = new Measurements(service);

        await service.ExplainAsync(Form.Of("chelsea.png"));

        foreach (var stage in new[] { "decode", "forward", "backward", "render" })
            Assert.True(Assert.Single(measured.Of("gradcam.stage.duration", ("stage", stage), ("model", "efficientnet-lite0"))) > 0);
    }

    [Fact]
    public async Task Requests_are_counted_by_route_and_status_also_where_they_are_refused()
    {
        using var measured = new Measurements(service);

        await service.ExplainAsync(Form.Of("chelsea.png", ("concept", "crane")));

        await measured.UntilAsync(
            1, "http.server.request.duration", ("http.route", "v1/models/{model}/explanations"), ("http.response.status_code", "422"));
    }

    [Fact]
    public async Task Server_timing_tells_the_stages_of_this_request_as_the_json_does()
    {
        using var response = await service.ExplainAsync(Form.Of("chelsea.png", ("images", "none")));
        var timings = (await Task.FromResult(response).JsonAsync()).GetProperty("timings");

        var header = Assert.Single(response.Headers.GetValues("Server-Timing"));
        var stages = TimingPattern().Matches(header).ToDictionary(
            match => match.Groups[1].Value, match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        Assert.Equal(["queue", "decode", "forward", "backward", "render", "total"], stages.Keys);
        Assert.All(stages, stage => Assert.Equal(timings.GetProperty(stage.Key).GetDouble(), stage.Value, 0.001));
        Assert.True(stages["forward"] > 0 && stages["backward"] > 0 && stages["decode"] > 0);
        Assert.True(stages["total"] >= stages.Where(stage => stage.Key != "total").Sum(stage => stage.Value) - 0.01);
    }

    [GeneratedRegex(@"(\w+);dur=([\d.]+)")]
    private static partial Regex TimingPattern();
}
