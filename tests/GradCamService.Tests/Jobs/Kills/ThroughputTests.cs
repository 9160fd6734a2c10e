using System.Globalization;
using System.Text.Json;
using Xunit;

namespace GradCamService.Tests.Jobs.Kills;

/// <summary>How fast a job is computed by two workers of a thread each, and by one process of two threads. A measurement, to be run by hand on a quiet machine.</summary>
public sealed class ThroughputTests(ITestOutputHelper output)
{
    private const int Photos = 320;

    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("THROUGHPUT_ROUNDS") ?? "5", CultureInfo.InvariantCulture);

    [Fact(Explicit = true)]
    public async Task Two_workers_beside_one_process_by_turns()
    {
        using var one = ServiceProcess.Start(("Device__Threads", "2"));
        await one.UntilReadyAsync();
        await using var cluster = await Cluster.StartAsync();
        await RateAsync(one.Client);
        await RateAsync(cluster.Client);
        var ratios = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            // Who is first changes, as a neighbour's load may.
            var isTwoFirst = round % 2 == 1;
            var first = await RateAsync(isTwoFirst ? cluster.Client : one.Client);
            var second = await RateAsync(isTwoFirst ? one.Client : cluster.Client);
            var (process, workers) = isTwoFirst ? (second, first) : (first, second);
            ratios.Add(workers / process);
            output.WriteLine(FormattableString.Invariant($"one process {process:0.0} photos/s, two workers {workers:0.0}, ratio {workers / process:0.00}"));
        }
        ratios.Sort();
        output.WriteLine(FormattableString.Invariant($"ratio: median {ratios[ratios.Count / 2]:0.00}, from {ratios[0]:0.00} to {ratios[^1]:0.00}"));
    }

    /// <returns>Photos a second, from the job's start to its end, as the service tells them.</returns>
    private static async Task<double> RateAsync(HttpClient client)
    {
        var job = await client.UntilEndedAsync(await client.SubmitAsync(JobPhotos.Form(Photos, ("images", "none"))));
        Assert.Equal(("succeeded", Photos, 0), (job.State(), job.Done(), job.Failed()));
        return Photos / (Time(job, "finishedAt") - Time(job, "startedAt")).TotalSeconds;
    }

    private static DateTimeOffset Time(JsonElement job, string field) => job.GetProperty(field).GetDateTimeOffset();
}
