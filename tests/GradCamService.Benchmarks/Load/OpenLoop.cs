using System.Diagnostics;
using System.Net;

namespace GradCamService.Benchmarks.Load;

/// <summary>
/// Sends requests at a fixed rate, whether or not earlier ones are answered: unlike a loop that waits for answers, it shows queueing.
/// Bounded in count by rate and time.
/// </summary>
internal static class OpenLoop
{
    /// <param name="service">Where to send.</param>
    /// <param name="form">Makes a request.</param>
    /// <param name="rate">Arrivals a second.</param>
    /// <param name="time">How long requests arrive; the last answers are waited for.</param>
    public static async Task<LoadResult> Run(ServiceProcess service, Func<HttpContent> form, double rate, TimeSpan time)
    {
        var pending = new List<Task<(HttpStatusCode Status, double Milliseconds)>>();
        var memory = new List<long>();
        var clock = Stopwatch.StartNew();
        var (batchesBefore, imagesBefore) = await BatchCounts(service.Client);
        for (var i = 0; i / rate < time.TotalSeconds; i++)
        {
            var due = TimeSpan.FromSeconds(i / rate) - clock.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due);
            // Latency counts from when the request was due: a late sender must not hide a queue.
            pending.Add(Send(service.Client, form, clock, TimeSpan.FromSeconds(i / rate)));
            if (i % Math.Max((int)rate, 1) == 0)
                memory.Add(service.ResidentBytes);
        }
        var answers = await Task.WhenAll(pending);
        var (batches, images) = await BatchCounts(service.Client);
        return LoadResult.Of(rate, clock.Elapsed, answers, (images - imagesBefore) / Math.Max(batches - batchesBefore, 1), memory);
    }

    private static async Task<(HttpStatusCode, double)> Send(HttpClient client, Func<HttpContent> form, Stopwatch clock, TimeSpan due)
    {
        using var content = form();
        using var response = await client.PostAsync(ExplanationForm.Lite0, content);
        await response.Content.ReadAsByteArrayAsync();
        return (response.StatusCode, (clock.Elapsed - due).TotalMilliseconds);
    }

    private static async Task<(double Batches, double Images)> BatchCounts(HttpClient client)
    {
        var lines = (await client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n');
        double Sum(string name) => lines
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 2)..].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
        return (Sum("gradcam_batch_size_count"), Sum("gradcam_batch_size_sum"));
    }
}
