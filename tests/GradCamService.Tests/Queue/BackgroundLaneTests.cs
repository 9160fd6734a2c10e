using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests;
using GradCamService.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace GradCamService.Tests.Queue;

/// <summary>What jobs do with a service's queue, beside its requests.</summary>
public sealed class BackgroundLaneTests
{
    /// <summary>Of a score of some units: kernels sum in another order for another batch size.</summary>
    private const double Rounding = 1e-3;

    [Fact]
    public async Task Jobs_fill_what_requests_leave_in_batches_of_the_size_that_was_set_and_operators_see_the_lanes_apart()
    {
        await using var service = await Service.StartAsync(
            services => services.Replace(ServiceDescriptor.Singleton(new LaneSettings { BackgroundBatch = 2 })), ("Queue:Capacity", "1"));
        using var measured = new Measurements(service);
        List<Task<Explained>> jobs;
        Task<HttpResponseMessage> request;
        using (var device = await HeldDevice.HoldAsync(service))
        {
            jobs = [.. Enumerable.Range(0, 4).Select(_ => ExplainAsync(service, device.Model))];
            request = service.ExplainAsync(Form.Of("chelsea.png", ("images", "none")));
            await device.UntilWaitingAsync(5);

            var metrics = await service.Client.GetStringAsync("/metrics");
            Assert.Matches(@"\ngradcam_queue_background\{[^}]*\} 4( |\n)", metrics);
            Assert.Matches(@"\ngradcam_queue_depth\{[^}]*\} 1( |\n)", metrics);
            Assert.Matches(@"\ngradcam_device_seconds_total\{[^}]*lane=""background""[^}]*\} 0( |\n)", metrics);
        }
        var explained = await Task.WhenAll(jobs);
        var answer = await request.JsonAsync();

        Assert.Equal([1, 1], measured.Of("gradcam.batch.size", ("lane", "interactive"))); // The holder, and the request.
        Assert.Equal([2, 2], measured.Of("gradcam.batch.size", ("lane", "background")));
        Assert.True(measured.Of("gradcam.device.seconds", ("lane", "background")).Sum() > 0);
        var score = answer.GetProperty("explanations")[0].GetProperty("score").GetDouble();
        Assert.All(explained, each => Assert.Equal(score, each.Explanations[0].Score, Rounding));
    }

    private static async Task<Explained> ExplainAsync(Service service, LoadedModel model)
    {
        var queue = service.Services.GetRequiredService<InferenceQueue>();
        var photo = TestData.Read("Images/chelsea.png");
        using var place = await queue.EnterAsync(photo.Length, TimeSpan.FromMinutes(1), CancellationToken.None);
        var order = new Order
        {
            Model = model,
            Subject = new Subject(new BestPredictions(1, model.Concepts)),
            Methods = [MethodTable.GuidedGradCam],
            Layers = [model.DefaultLayer],
            Fit = model.Manifest.Input.Spec.Fit,
        };
        return await place.ExplainAsync(order, new Upload([photo]));
    }
}
