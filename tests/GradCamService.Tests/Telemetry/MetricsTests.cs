using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace GradCamService.Tests.Telemetry;

[Collection(ServiceTests.Name)]
public sealed partial class MetricsTests(SharedService service)
{
    /// <summary>The names that the alerts, the dashboard and the autoscaler read.</summary>
    private static readonly string[] Names =
    [
        "gradcam_queue_depth",
        "gradcam_queue_wait_seconds_bucket",
        "gradcam_batch_size_bucket",
        "gradcam_stage_duration_seconds_bucket",
        "gradcam_stage_duration_seconds_count",
        "gradcam_refusals_total",
        "http_server_request_duration_seconds_bucket",
        "http_server_request_duration_seconds_count",
    ];

    [Fact]
    public async Task Prometheus_finds_every_name_that_operators_watch()
    {
        await service.ExplainAsync(Form.Of("chelsea.png"));
        service.Services.GetService(typeof(GradCamService.Telemetry.ServiceMetrics));
        ((GradCamService.Telemetry.ServiceMetrics)service.Services.GetService(typeof(GradCamService.Telemetry.ServiceMetrics))!).Refused("queue-full");
        await Metrics.ReadAsync(service, "");

        var text = await service.Client.GetStringAsync("/metrics");

        Assert.All(Names, name => Assert.Contains($"\n{name}", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_stage_is_timed_by_model()
    {
        await service.ExplainAsync(Form.Of("chelsea.png"));

        foreach (var stage in new[] { "decode", "forward", "backward", "render" })
            Assert.True(await Metrics.ReadAsync(
                service, "gradcam_stage_duration_seconds_count", ("stage", stage), ("model", "efficientnet-lite0")) >= 1);
    }

    [Fact]
    public async Task Requests_are_counted_by_route_and_status_also_where_they_are_refused()
    {
        (string, string)[] labels =
            [("http_route", "v1/models/{model}/explanations"), ("http_response_status_code", "422")];
        var before = await Metrics.ReadAsync(service, "http_server_request_duration_seconds_count", labels);

        await service.ExplainAsync(Form.Of("chelsea.png", ("concept", "crane")));

        Assert.Equal(before + 1, await Metrics.ReadAsync(service, "http_server_request_duration_seconds_count", labels));
    }

    [Fact]
    public async Task An_idle_service_has_an_empty_queue() => Assert.Equal(0, await Metrics.ReadAsync(service, "gradcam_queue_depth"));

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
