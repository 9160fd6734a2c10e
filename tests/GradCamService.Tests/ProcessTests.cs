using System.Net;
using GradCamService.Explain.Tests;
using Xunit;

namespace GradCamService.Tests;

/// <summary>Starting, logging and stopping, as operators see them.</summary>
public sealed class ProcessTests
{
    /// <summary>The names that the alerts, the dashboard and the autoscaler read.</summary>
    private static readonly string[] MetricNames =
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

    private const string Explanations = "/v1/models/efficientnet-lite0/explanations";

    [Fact]
    public async Task The_log_is_json_with_trace_ids_and_without_what_callers_sent()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        using var service = ServiceProcess.Start();
        await service.UntilReadyAsync();
        service.Client.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        Form Named(byte[] file, params (string, string)[] fields) => Form.With(file, "secret-name.png", fields);
        var photo = TestData.Read("Images/chelsea.png");
        await service.Client.PostAsync(Explanations, Named(photo, ("concept", "Egyptian cat"))).JsonAsync();
        await service.Client.PostAsync(Explanations, Named(photo, ("concept", "secret concept"))).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await service.Client.PostAsync(Explanations, Named("secret image bytes"u8.ToArray()))
            .ProblemAsync(HttpStatusCode.UnsupportedMediaType);
        await service.Client.GetAsync("/v1/models/efficientnet-lite0/concepts?query=secret");
        service.Terminate();
        Assert.Equal(0, await service.ExitCodeAsync());

        var requests = service.Log.Where(line => line.TryGetProperty("StatusCode", out _)).ToList();
        Assert.Equal([200, 422, 415, 200], requests.Select(line => line.GetProperty("StatusCode").GetInt32()));
        Assert.All(requests, line => Assert.Equal(Trace, line.GetProperty("@tr").GetString()));
        Assert.Equal("v1/models/{model}/explanations", requests[1].GetProperty("Route").GetString());
        Assert.DoesNotContain("secret", service.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Egyptian", service.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(service.Log, line => line.TryGetProperty("@l", out var level) && level.GetString() is "Error" or "Fatal");
    }

    [Fact]
    public async Task The_threads_of_libtorch_are_told_to_spin_briefly_before_it_is_loaded()
    {
        // libgomp prints its settings when it is loaded, and reads them only then.
        using var service = ServiceProcess.Start(("OMP_DISPLAY_ENV", "verbose"));

        await service.UntilReadyAsync();

        Assert.Contains("GOMP_SPINCOUNT = '1000'", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prometheus_finds_every_name_that_operators_watch()
    {
        using var service = ServiceProcess.Start();
        await service.UntilReadyAsync();
        await service.Client.PostAsync(Explanations, Form.Of("chelsea.png")).JsonAsync();

        var text = await service.Client.GetStringAsync("/metrics");

        Assert.All(MetricNames, name => Assert.Contains($"\n{name}{{", text, StringComparison.Ordinal));
        Assert.Contains("reason=\"queue-full\"} 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_to_end_it_finishes_what_it_has_begun_and_exits_with_0()
    {
        using var service = ServiceProcess.Start();
        await service.UntilReadyAsync();
        var fields = Enumerable.Range(0, 40).Select(i => ("concept", $"{i}")).Append(("images", "none")).ToArray();
        var request = service.Client.PostAsync(Explanations, Form.Of("chelsea.png", fields));
        await UntilAdmittedAsync(service);

        service.Terminate();

        Assert.Equal(40, (await request.JsonAsync()).GetProperty("explanations").GetArrayLength());
        Assert.Equal(0, await service.ExitCodeAsync());
    }

    [Theory]
    [InlineData("Queue__Capacity", "0", "Queue:Capacity must be from 1 to 10000.")]
    [InlineData("Upload__MaxBytes", "12", "Upload:MaxBytes must be from 1024 to 1073741824.")]
    [InlineData("Queue__MaxBatch", "many", "Configuration: Failed to convert configuration value 'many' at 'Queue:MaxBatch' to")]
    [InlineData("Upload__MaxPixels", "1e6", "Configuration: Failed to convert configuration value '1e6' at 'Upload:MaxPixels' to")]
    [InlineData("Device", "cuda:7", "Device is 'cuda:7', but this build and machine have")]
    public async Task A_wrong_setting_stops_the_start_with_its_reason(string key, string value, string expected)
    {
        using var service = ServiceProcess.Start((key, value));

        Assert.NotEqual(0, await service.ExitCodeAsync());
        Assert.Contains(expected, service.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Quue__Capacity", "There is no setting 'Quue__Capacity'; did you mean 'Queue__Capacity'?")]
    [InlineData("Queue__Capactiy", "There is no setting 'Queue__Capactiy'; did you mean 'Queue__Capacity'?")]
    [InlineData("ASPNETCORE_Models__Bundeled__0", "There is no setting 'Models__Bundeled__0'; did you mean 'Models__Bundled__0'?")]
    public async Task A_misspelt_setting_stops_the_start_with_the_right_one(string key, string expected)
    {
        using var service = ServiceProcess.Start((key, "5"));

        Assert.Equal(2, await service.ExitCodeAsync());
        Assert.Equal($"Configuration: {expected}", service.Output);
    }

    [Theory]
    [InlineData("serve", "--Queue:Capacity=5")]
    [InlineData("--Queue:Capacity", "5")]
    [InlineData("Queue:Capacity=5")]
    public async Task Settings_are_arguments_with_and_without_the_command_serve(params string[] arguments)
    {
        using var service = ServiceProcess.StartWith(arguments);
        await service.UntilReadyAsync();

        var lines = (await service.Client.GetStringAsync("/metrics")).Split('\n');
        var line = lines.Single(line => line.StartsWith("gradcam_queue_capacity{", StringComparison.Ordinal));
        Assert.Equal("5", line.Split(' ')[1]);
    }

    private static async Task UntilAdmittedAsync(ServiceProcess service)
    {
        while (!(await service.Client.GetStringAsync("/metrics")).Split('\n').Any(line =>
            line.StartsWith("gradcam_queue_depth", StringComparison.Ordinal) && line.Split(' ')[1] == "1"))
            await Task.Delay(TimeSpan.FromMilliseconds(20));
    }
}
