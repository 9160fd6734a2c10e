using System.Net;
using GradCamService.Explain.Tests;
using SkiaSharp;
using Xunit;

namespace GradCamService.Tests.Queue;

/// <summary>Large photos behind a busy device, as a process of its own: what they hold is bounded by bytes.</summary>
[Trait("Category", "Soak")]
[Collection(nameof(MemoryTests))]
public sealed class MemoryBudgetTests(ITestOutputHelper output)
{
    private const long Budget = 512 << 20;

    /// <summary>What the budget does not count: garbage between two collections, buffers of the server, and tensors, which have a budget of their own.</summary>
    private const double Uncounted = 0.25;

    // 48 megapixels.
    private const int Width = 8000;
    private const int Height = 6000;

    private const string Explanations = "/v1/models/efficientnet-lite0/explanations";

    [Fact]
    public async Task Photos_of_48_megapixels_stay_within_the_budget_and_who_does_not_fit_is_told_when_to_come_back()
    {
        using var service = ServiceProcess.Start(("Queue__MemoryBudget", $"{Budget}"), ("Queue__Capacity", "1000"), ("Queue__Timeout", "00:05:00"));
        await service.UntilReadyAsync();
        var photo = Photo();
        // Once, so that what stays for good is there before it is measured from.
        (await service.Client.PostAsync(Explanations, Form.With(photo, "photo.jpg", ("images", "overlay")))).EnsureSuccessStatusCode();
        var idle = service.ResidentBytes;
        using var watching = new CancellationTokenSource();
        var highest = WatchAsync(service, watching.Token);

        var busy = service.Client.PostAsync(Explanations, Form.Of("chelsea.png", [("top", "100"), ("images", "none")]));
        var first = Enumerable.Range(0, 8).Select(_ => SendAsync(service, photo)).ToList();
        var then = Enumerable.Range(0, 64).Select(_ => SendAsync(service, photo)).ToList();
        var answers = await Task.WhenAll([.. first, .. then]);
        (await busy).EnsureSuccessStatusCode();
        await watching.CancelAsync();

        var refused = answers.Where(answer => answer.Status == HttpStatusCode.TooManyRequests).ToList();
        output.WriteLine($"photo {photo.Length} bytes; idle {idle >> 20} MiB, highest {await highest >> 20} MiB; "
            + $"{answers.Count(answer => answer.Status == HttpStatusCode.OK)} answered, {refused.Count} refused");
        Assert.All(answers, answer => Assert.Contains(answer.Status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.TooManyRequests]));
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.InRange(answer.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)));
        Assert.InRange(await highest - idle, 0, (long)(Budget * (1 + Uncounted)));
    }

    private static async Task<(HttpStatusCode Status, TimeSpan? RetryAfter)> SendAsync(ServiceProcess service, byte[] photo)
    {
        using var response = await service.Client.PostAsync(Explanations, Form.With(photo, "photo.jpg", ("images", "overlay")));
        return (response.StatusCode, response.Headers.RetryAfter?.Delta);
    }

    private static async Task<long> WatchAsync(ServiceProcess service, CancellationToken cancellation)
    {
        var highest = 0L;
        while (!cancellation.IsCancellationRequested)
        {
            highest = Math.Max(highest, service.ResidentBytes);
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        }
        return highest;
    }

    private static byte[] Photo()
    {
        using var small = SKBitmap.Decode(TestData.Read("Images/chelsea.png"));
        using var large = small.Resize(new SKImageInfo(Width, Height), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var file = large.Encode(SKEncodedImageFormat.Jpeg, 95);
        return file.ToArray();
    }
}
