using System.Diagnostics;
using System.Text.Json;

namespace GradCamService.Benchmarks.Rows;

/// <summary>The service as its callers see it.</summary>
internal static class ServiceRows
{
    private const int Starts = 3;
    private const int Requests = 200;
    private const int WarmUp = 30;

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        var starts = new List<double>();
        for (var i = 1; i < Starts; i++)
            using (var once = await ServiceProcess.Start())
                starts.Add(once.StartToReady.TotalMilliseconds);
        using var service = await ServiceProcess.Start();
        starts.Add(service.StartToReady.TotalMilliseconds);

        var jpeg = SamplePhoto.Jpeg(640, 480);
        var (overheads, wholes) = (new List<double>(), new List<double>());
        var allocatedBefore = 0L;
        for (var i = 0; i < WarmUp + Requests; i++)
        {
            if (i == WarmUp)
                allocatedBefore = await AllocatedBytes(service.Client);
            var started = Stopwatch.GetTimestamp();
            using var form = ExplanationForm.Of(jpeg, ("images", "overlay"));
            using var response = await service.Client.PostAsync(ExplanationForm.Lite0, form);
            var answer = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
            var whole = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (i < WarmUp)
                continue;
            wholes.Add(whole);
            overheads.Add(whole - ComputeTime(answer));
        }
        var bytes = (await AllocatedBytes(service.Client) - allocatedBefore) / Requests;
        return
        [
            new Measurement("request", "efficientnet-lite0", 1, 1, Spread.Of(wholes), null, bytes),
            new Measurement("request-overhead", "efficientnet-lite0", 1, 1, Spread.Of(overheads), null),
            new Measurement("start-to-ready", "all bundled", 0, 0, Spread.Of(starts), null),
        ];
    }

    private static double ComputeTime(byte[] answer)
    {
        using var json = JsonDocument.Parse(answer);
        var timings = json.RootElement.GetProperty("timings");
        return timings.GetProperty("forward").GetDouble() + timings.GetProperty("backward").GetDouble();
    }

    /// <summary>The service's own count of managed allocations.</summary>
    private static async Task<long> AllocatedBytes(HttpClient client)
    {
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = metrics.Split('\n').First(line => line.StartsWith("dotnet_gc_heap_total_allocated_bytes_total", StringComparison.Ordinal));
        return (long)double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
