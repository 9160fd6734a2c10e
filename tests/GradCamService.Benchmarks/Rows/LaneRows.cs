using System.Diagnostics;
using System.Globalization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using GradCamService.Explain.Targets;

namespace GradCamService.Benchmarks.Rows;

/// <summary>
/// How long requests take while a job runs beside them, by the size of the job's batches: one caller after the other, four at once, and more than the device
/// can serve. Windows with and without the job take turns, so that a noisy machine disturbs both alike.
/// </summary>
internal static class LaneRows
{
    private const int Rounds = 3;

    // Sixteen are two full batches: requests always wait.
    private static readonly int[] Callers = [1, 4, 16];

    private static readonly int[] Batches = [1, 2, 4, 8];

    // Until the job is under way, and until what was under way is done.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    /// <param name="place">The model's folder.</param>
    /// <param name="window">How long each is measured in a round.</param>
    public static async Task<IReadOnlyList<Measurement>> Run(string place, TimeSpan window)
    {
        var queues = Batches.Select(batch => new LaneQueue(place, new LaneSettings { BackgroundBatch = batch })).ToList();
        var rows = new Dictionary<(int Batch, int Callers, bool Job), Row>();
        var photo = SamplePhoto.Jpeg(640, 480);
        for (var round = 0; round <= Rounds; round++)
            foreach (var (queue, batch) in queues.Zip(Batches))
                foreach (var callers in Callers)
                    foreach (var job in new[] { false, true })
                    {
                        var row = await MeasureAsync(queue, callers, job ? 2 * batch : 0, photo, round == 0 ? Settling : window);
                        // The first is for the compiler.
                        if (round > 0)
                            rows[(batch, callers, job)] = rows.TryGetValue((batch, callers, job), out var before) ? before + row : row;
                    }
        foreach (var queue in queues)
            await queue.DisposeAsync();
        foreach (var ((batch, callers, job), row) in rows.Where(row => row.Key.Job))
            Tell(batch, callers, rows[(batch, callers, false)], row);
        return [.. rows.Select(row => new Measurement(
            $"{row.Key.Callers} callers{(row.Key.Job ? ", job" : "")}", "efficientnet-lite0", row.Key.Batch, 1, Spread.Of(row.Value.Times), null))];
    }

    private static void Tell(int batch, int callers, Row alone, Row beside)
    {
        var (without, with) = (Spread.Of(alone.Times), Spread.Of(beside.Times));
        var oneBatch = 1000 * beside.Background / Math.Max(1, beside.Batches);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  batch {batch}, {callers,2} callers: p50 {without.Median:0} -> {with.Median:0} ms, p95 {without.P95:0} -> {with.P95:0} ms "
            + $"(1.5 x + a batch of {oneBatch:0} ms: {1.5 * without.P95 + oneBatch:0}); requests {alone.PerSecond:0.0} -> {beside.PerSecond:0.0}/s, "
            + $"job {beside.Photos / beside.Seconds:0.0}/s, {beside.Background / (beside.Background + beside.Interactive):0.00} of the device's time"));
    }

    private static async Task<Row> MeasureAsync(LaneQueue queue, int callers, int inFlight, byte[] photo, TimeSpan window)
    {
        var order = new Order
        {
            Model = queue.Model,
            Subject = new Subject(new BestPredictions(1, queue.Model.Concepts)),
            Methods = [MethodTable.GuidedGradCam],
            Layers = [queue.Model.DefaultLayer],
            Fit = queue.Model.Manifest.Input.Spec.Fit,
        };
        using var ended = new CancellationTokenSource();
        var (times, photos) = (new List<double>(), 0);
        var measures = false;
        var job = Enumerable.Range(0, inFlight).Select(_ => RepeatAsync(async () =>
        {
            using var place = await queue.Queue.EnterAsync(photo.Length, Timeout.InfiniteTimeSpan, CancellationToken.None);
            await place.ExplainAsync(order, new Upload([photo]));
            if (Volatile.Read(ref measures))
                Interlocked.Increment(ref photos);
        }));
        var asking = Enumerable.Range(0, callers).Select(_ => RepeatAsync(async () =>
        {
            var started = Stopwatch.GetTimestamp();
            using var place = queue.Queue.Admit(photo.Length, CancellationToken.None);
            await place.ExplainAsync(order, new Upload([photo]));
            if (Volatile.Read(ref measures))
                lock (times)
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }));
        var all = job.Concat(asking).ToList();
        await Task.Delay(Settling);
        queue.Forget();
        Volatile.Write(ref measures, true);
        var clock = Stopwatch.StartNew();
        await Task.Delay(window);
        Volatile.Write(ref measures, false);
        var row = new Row(times, clock.Elapsed.TotalSeconds, photos, queue.Interactive, queue.Background, queue.Batches);
        await ended.CancelAsync();
        await Task.WhenAll(all);
        return row;

        Task RepeatAsync(Func<Task> once) => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
                await once();
        });
    }

    /// <param name="Times">Of requests, in milliseconds.</param>
    /// <param name="Seconds">How long was measured.</param>
    /// <param name="Photos">Of the job.</param>
    /// <param name="Interactive">Seconds of the device.</param>
    /// <param name="Background">Those of the job.</param>
    /// <param name="Batches">The job's.</param>
    private sealed record Row(List<double> Times, double Seconds, int Photos, double Interactive, double Background, int Batches)
    {
        public double PerSecond => Times.Count / Seconds;

        public static Row operator +(Row one, Row other) => new([.. one.Times, .. other.Times], one.Seconds + other.Seconds, one.Photos + other.Photos,
            one.Interactive + other.Interactive, one.Background + other.Background, one.Batches + other.Batches);
    }
}
