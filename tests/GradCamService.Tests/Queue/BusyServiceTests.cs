using System.Text.Json;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Queue;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests;
using GradCamService.Tests.Problems;
using GradCamService.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using TorchSharp;
using Xunit;

namespace GradCamService.Tests.Queue;

/// <summary>Requests that meet at the device.</summary>
[Collection(ServiceTests.Name)]
public sealed class BusyServiceTests(SharedService service)
{
    /// <summary>Between a batch and each of its images alone.</summary>
    private const double Batch = 1e-5;

    private static readonly (string Image, (string, string)[] Fields)[] Requests =
    [
        ("chelsea.png", [("concept", "282"), ("concept", "n02121808")]),
        ("coffee.png", []),
        ("rocket.jpg", [("counterfactual", "true"), ("concept", "657")]),
        ("coffee.png", [("concept", "968"), ("against", "967")]),
        ("chelsea.png", [("top", "4")]),
    ];

    // The holder's batch of one, then all that waited; guided, those with one concept, and those with two and four alone.
    [Theory]
    [InlineData("grad-cam", new[] { 1.0, 5 })]
    [InlineData("guided-grad-cam", new[] { 1.0, 1, 1, 3 })]
    public async Task Requests_that_wait_share_a_batch_and_each_gets_the_map_it_gets_alone(string method, double[] batches)
    {
        Task<JsonElement> Request((string Image, (string, string)[] Fields) request) => Explain(request.Image, [.. request.Fields, ("method", method)]);
        var alone = new List<JsonElement>();
        foreach (var request in Requests)
            alone.Add(await Request(request));

        using var measured = new Measurements(service);
        List<Task<JsonElement>> waiting;
        using (var device = await HeldDevice.HoldAsync(service))
        {
            waiting = Requests.Select(Request).ToList();
            await device.UntilWaitingAsync(Requests.Length);
        }
        var together = await Task.WhenAll(waiting);

        Assert.Equal(batches, measured.Of("gradcam.batch.size").Order());
        Assert.Equal(6, measured.Of("gradcam.queue.wait", ("model", "efficientnet-lite0")).Count);
        foreach (var (one, other) in alone.Zip(together))
            AssertSame(one, other);
    }

    [Fact]
    public async Task A_poisoned_image_fails_alone()
    {
        Task<JsonElement> good;
        WaitingOrder poisoned;
        using (var device = await HeldDevice.HoldAsync(service))
        {
            poisoned = device.Enter(new Poison(), MethodTable.GuidedGradCam);
            good = Explain("chelsea.png", [("concept", "282")]);
            await device.UntilWaitingAsync(2);
        }

        Assert.Equal("ok", (await good).GetProperty("explanations")[0].GetProperty("status").GetString());
        Assert.Equal("poison", (await Assert.ThrowsAsync<InvalidOperationException>(() => poisoned.Completion)).Message);
    }

    [Fact]
    public async Task A_client_that_hangs_up_while_it_waits_is_not_computed()
    {
        using var hangUp = new CancellationTokenSource();
        using var measured = new Measurements(service);
        using (var device = await HeldDevice.HoldAsync(service))
        {
            var request = service.ExplainAsync(Form.Of("chelsea.png"), cancellation: hangUp.Token);
            await device.UntilWaitingAsync(1);
            await hangUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
            await measured.UntilAsync(1, "http.server.request.duration", ("http.response.status_code", "499"));
            // While the device is still busy with another: nothing waits, and the gauge of depth counts nobody.
            await device.UntilWaitingAsync(0);
            Assert.Equal(0, service.Services.GetRequiredService<InferenceQueue>().Taken);
            Assert.Contains("gradcam_queue_depth{", await service.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
            Assert.Matches(@"\ngradcam_queue_depth\{[^}]*\} 0( |\n)", await service.Client.GetStringAsync("/metrics"));
        }

        await NextRequest.IsUnharmedAsync(service);

        Assert.Equal([1], measured.Of("gradcam.refusals", ("reason", "caller-left")));
        Assert.Equal([1, 1], measured.Of("gradcam.batch.size")); // The holder and the next request, and not the one that left.
    }

    private async Task<JsonElement> Explain(string image, (string, string)[] fields) =>
        await service.ExplainAsync(Form.Of(image, [.. fields, ("images", "none")])).JsonAsync();

    private static void AssertSame(JsonElement alone, JsonElement together)
    {
        var pairs = alone.GetProperty("explanations").EnumerateArray().Zip(together.GetProperty("explanations").EnumerateArray()).ToList();
        Assert.NotEmpty(pairs);
        Assert.All(pairs, pair =>
        {
            Assert.Equal(pair.First.GetProperty("concept").GetRawText(), pair.Second.GetProperty("concept").GetRawText());
            Assert.InRange(Deviation.Of(Map(pair.First), Map(pair.Second)), 0, Batch);
        });
    }

    private static float[] Map(JsonElement explanation) => explanation.GetProperty("map").GetProperty("values").Floats();

    private sealed record Poison : Score
    {
        public override torch.Tensor Of(torch.Tensor logits) => throw new InvalidOperationException("poison");
    }
}
