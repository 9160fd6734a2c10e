using System.Net;
using GradCamService.Explain.Queue;
using GradCamService.Tests.Problems;
using GradCamService.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GradCamService.Tests.Queue;

/// <summary>Services that are full, late, draining or still loading.</summary>
public sealed class RefusingServiceTests
{
    [Fact]
    public async Task A_full_queue_refuses_with_the_time_to_come_back()
    {
        await using var service = await Service.StartAsync(null, ("Queue:Capacity", "1"));

        using (service.Services.GetRequiredService<InferenceQueue>().Admit(1, CancellationToken.None))
        {
            var problem = await service.ExplainAsync(Form.Of("chelsea.png")).ProblemAsync(HttpStatusCode.TooManyRequests);

            Assert.Contains("The queue is full: 1 requests", problem.Detail, StringComparison.Ordinal);
            Assert.InRange(problem.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        }

        await NextRequest.IsUnharmedAsync(service);
    }

    [Fact]
    public async Task A_full_queue_refuses_before_the_photo_is_sent()
    {
        await using var service = await Service.StartAsync(null, ("Queue:Capacity", "1"));
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = service.Client.BaseAddress };
        using var form = new MultipartFormDataContent { { new UnsentContent(), "image", "photo.jpg" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/models/efficientnet-lite0/explanations") { Content = form };
        request.Headers.ExpectContinue = true;

        using (service.Services.GetRequiredService<InferenceQueue>().Admit(1, CancellationToken.None))
            await patient.SendAsync(request).ProblemAsync(HttpStatusCode.TooManyRequests);

        await NextRequest.IsUnharmedAsync(service);
    }

    [Fact]
    public async Task A_request_keeps_its_place_until_its_pictures_are_drawn()
    {
        await using var service = await Service.StartAsync(null, ("Queue:Capacity", "1"));
        using var measured = new Measurements(service);

        // A hundred maps take a moment, two hundred pictures of them seconds.
        var drawing = service.ExplainAsync(Form.Of("coffee.png", ("method", "grad-cam"), ("top", "100")));
        await measured.UntilAsync(1, "gradcam.batch.size");
        await service.ExplainAsync(Form.Of("chelsea.png")).ProblemAsync(HttpStatusCode.TooManyRequests);

        await drawing.JsonAsync();
        await NextRequest.IsUnharmedAsync(service);
    }

    [Fact]
    public async Task A_request_that_waits_too_long_is_told_so_and_not_computed()
    {
        var time = new FakeTimeProvider();
        await using var service = await Service.StartAsync(
            services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)), ("Queue:Timeout", "00:00:05"));

        using (var device = await HeldDevice.HoldAsync(service))
        {
            var request = service.ExplainAsync(Form.Of("chelsea.png"));
            await device.UntilWaitingAsync(1);
            // The request enters the waiting room a moment before it sets its alarm.
            while (!request.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(6));
                await Task.Delay(TimeSpan.FromMilliseconds(5));
            }

            var problem = await request.ProblemAsync(HttpStatusCode.GatewayTimeout);
            Assert.Contains("within 5 s (Queue:Timeout)", problem.Detail, StringComparison.Ordinal);
        }

        await NextRequest.IsUnharmedAsync(service);
    }

    [Fact]
    public async Task A_draining_service_finishes_what_it_admitted_and_refuses_what_comes()
    {
        await using var service = await Service.StartAsync();
        Task<HttpResponseMessage> admitted;
        using (var device = await HeldDevice.HoldAsync(service))
        {
            admitted = service.ExplainAsync(Form.Of("chelsea.png"));
            await device.UntilWaitingAsync(1);
            service.Services.GetRequiredService<InferenceQueue>().Drain();

            var problem = await service.ExplainAsync(Form.Of("chelsea.png")).ProblemAsync(HttpStatusCode.ServiceUnavailable);
            Assert.Contains("shutting down", problem.Detail, StringComparison.Ordinal);
            Assert.NotNull(problem.RetryAfter);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Client.GetAsync("/health/ready")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/health/live")).StatusCode);
        }

        await admitted.JsonAsync();
    }

    [Fact]
    public async Task A_service_that_is_still_loading_is_alive_and_not_ready_and_says_so()
    {
        await using var service = new LoadingService();
        await service.InitializeAsync();

        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Client.GetAsync("/health/ready")).StatusCode);
        foreach (var sent in new[] { service.Client.GetAsync("/v1/models"), service.ExplainAsync(Form.Of("chelsea.png")) })
        {
            var problem = await sent.ProblemAsync(HttpStatusCode.ServiceUnavailable);
            Assert.Contains("still loading", problem.Detail, StringComparison.Ordinal);
            Assert.NotNull(problem.RetryAfter);
        }
    }

    /// <summary>The thread that loads the models is never started.</summary>
    private sealed class LoadingService() : Service(
        new Dictionary<string, string>(), services => services.RemoveAll<IHostedService>())
    {
        protected override bool IsToLoad => false;
    }

    /// <summary>A photo that is not to be asked for.</summary>
    private sealed class UnsentContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            throw new InvalidOperationException("the photo was sent");

        protected override bool TryComputeLength(out long length)
        {
            length = 1 << 20;
            return true;
        }
    }
}
