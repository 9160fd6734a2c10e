using GradCamService.Explain.Queue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace GradCamService.Tests;

/// <summary>How the service ends, as an orchestrator asks it to.</summary>
public sealed class StoppingTests
{
    private const int EndedByTerm = 143;
    private const string Explanations = "/v1/models/efficientnet-lite0/explanations";

    [Fact]
    public async Task It_waits_as_long_as_a_request_may_take()
    {
        await using var service = await Service.StartAsync(null, ("Queue:Timeout", "00:03:00"));

        var waits = service.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;

        Assert.True(waits > service.Services.GetRequiredService<QueueOptions>().Timeout);
    }

    [Fact]
    public async Task What_lasts_longer_than_a_request_may_is_answered_so_and_the_end_is_in_order()
    {
        using var service = ServiceProcess.Start(("Queue__Timeout", "00:00:02"));
        await service.UntilReadyAsync();
        var request = service.Client.PostAsync(Explanations, Endless());
        await UntilAtWorkAsync(service);

        service.Terminate();

        await request.ProblemAsync(System.Net.HttpStatusCode.GatewayTimeout);
        Assert.Equal(0, await service.ExitCodeAsync());
        Assert.DoesNotContain("nhandled exception", service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Log, line => line.TryGetProperty("@l", out var level) && level.GetString() is "Fatal");
    }

    [Fact]
    public async Task Asked_twice_it_ends_at_once()
    {
        using var service = ServiceProcess.Start(("Queue__Timeout", "00:10:00"));
        await service.UntilReadyAsync();
        var request = service.Client.PostAsync(Explanations, Endless());
        await UntilAtWorkAsync(service);

        service.Terminate();
        await service.UntilItSaysAsync("Application is shutting down");
        service.Terminate();

        // Long before the ten minutes that the request has: this waits for two.
        Assert.Equal(EndedByTerm, await service.ExitCodeAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => request);
        Assert.DoesNotContain("nhandled exception", service.Output, StringComparison.Ordinal);
    }

    /// <summary>Some twelve thousand passes of the network.</summary>
    private static Form Endless() => Form.Of("chelsea.png", ("method", "occlusion"), ("patch", "4"), ("stride", "2"), ("images", "none"));

    private static async Task UntilAtWorkAsync(ServiceProcess service)
    {
        while (!(await service.Client.GetStringAsync("/metrics")).Split('\n').Any(line =>
            line.StartsWith("gradcam_queue_depth", StringComparison.Ordinal) && line.Split(' ')[1] == "1"))
            await Task.Delay(TimeSpan.FromMilliseconds(20));
    }
}
