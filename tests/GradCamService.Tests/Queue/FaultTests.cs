using System.Collections.Concurrent;
using System.Net;
using System.Runtime.InteropServices;
using GradCamService.Explain.Queue;
using GradCamService.Tests.Problems;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Serilog.Core;
using Serilog.Events;
using Xunit;

namespace GradCamService.Tests.Queue;

/// <summary>Faults of the engine and of the device, injected under a whole service: status, log, health, and the next request.</summary>
public sealed class FaultTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Theory]
    [InlineData("CUDA out of memory")]
    [InlineData("The size of tensor a (3) must match the size of tensor b (4)")]
    [InlineData("CUDA error: an illegal memory access was encountered")]
    public async Task A_fault_is_a_500_that_is_logged_once_with_its_trace_and_the_next_request_is_unharmed(string report)
    {
        var faulty = new Faulty
        {
            Fault = new NativeReport(report + "\nException raised from f at /opt/pytorch/c10/Exception.h:1 (most recent call first):\nframe #0: c10::Error"),
        };
        await using var service = await faulty.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/models/efficientnet-lite0/explanations") { Content = Form.Of("chelsea.png") };
        request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");

        var problem = await service.Client.SendAsync(request).ProblemAsync(HttpStatusCode.InternalServerError);

        Assert.Equal(Trace, problem.TraceId);
        Assert.DoesNotContain("frame", problem.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("pytorch", problem.Text, StringComparison.Ordinal);
        var error = Assert.Single(faulty.Log, line => line.Level >= LogEventLevel.Error && line.Exception is not null);
        Assert.Equal(Trace, error.TraceId?.ToHexString());
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/health/live")).StatusCode);
        faulty.Fault = null;
        await NextRequest.IsUnharmedAsync(service);
    }

    [Fact]
    public async Task A_device_that_is_broken_for_good_makes_the_service_not_alive()
    {
        var faulty = new Faulty { IsBroken = true, Fault = new NativeReport("CUDA error: device-side assert triggered") };
        await using var service = await faulty.StartAsync();

        var first = await service.ExplainAsync(Form.Of("chelsea.png")).ProblemAsync(HttpStatusCode.ServiceUnavailable);
        var next = await service.ExplainAsync(Form.Of("chelsea.png")).ProblemAsync(HttpStatusCode.ServiceUnavailable);

        Assert.All([first, next], problem => Assert.NotNull(problem.RetryAfter));
        foreach (var path in new[] { "/health/live", "/health/ready" })
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Client.GetAsync(path)).StatusCode);
        Assert.Single(faulty.Log, line => line.Level == LogEventLevel.Fatal);
    }

    [Fact]
    public async Task When_the_device_thread_dies_waiting_callers_get_a_503_and_the_service_ends()
    {
        var faulty = new Faulty();
        var service = await faulty.StartAsync();
        var thread = service.Services.GetRequiredService<DeviceThread>();
        var ending = new TaskCompletionSource();
        using var registration = service.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(ending.SetResult);
        Task<HttpResponseMessage> waiting;
        using (var device = await HeldDevice.HoldAsync(service))
        {
            device.EnterWhatEndsTheThread();
            waiting = service.ExplainAsync(Form.Of("chelsea.png"));
            await device.UntilWaitingAsync(2);
        }

        Assert.NotNull((await waiting.ProblemAsync(HttpStatusCode.ServiceUnavailable)).RetryAfter);
        Assert.Single(faulty.Log, line => line.Level == LogEventLevel.Fatal);
        // By this, /health/live fails for as long as the service still answers: it ends by itself, so that it is started anew.
        Assert.NotNull(thread.Unavailable);
        await ending.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<NullReferenceException>(() => thread.Ended);
        // Whoever stops the host first, itself or the test, is told the thread's error.
        _ = await Record.ExceptionAsync(async () => await service.DisposeAsync());
    }

    /// <summary>The real engine behind one that fails as long as it is told to.</summary>
    private sealed class Faulty : ILogEventSink
    {
        public Exception? Fault { get; set; }

        public bool IsBroken { get; init; }

        public ConcurrentQueue<LogEvent> Log { get; } = new();

        public Task<Service> StartAsync() => Service.StartAsync(services => services.AddSingleton<ILogEventSink>(this).Replace(
            ServiceDescriptor.Singleton(new Engine(
                (batch, pace) => Fault is null ? Engine.Torch.Explain(batch, pace) : throw Fault,
                device => (IsBroken ? throw new InvalidOperationException("CUDA error") : Engine.Torch.Try)(device)))));

        public void Emit(LogEvent logEvent) => Log.Enqueue(logEvent);
    }

    /// <summary>As TorchSharp hands on what libtorch reports.</summary>
    private sealed class NativeReport(string text) : ExternalException(text);
}
