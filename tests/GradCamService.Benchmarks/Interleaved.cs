using System.Diagnostics;

namespace GradCamService.Benchmarks;

/// <summary>
/// Times several actions in one process, one repetition of each in turn, so that a noisy machine disturbs all of them alike and
/// their ratios hold.
/// </summary>
internal sealed class Interleaved
{
    private const int FewestRounds = 5;
    private static readonly ManualResetEventSlim Never = new(false, 0);
    private readonly List<(string Name, Action Action, TimeSpan Pause, List<double> Times, List<double> Processor)> _rows = [];

    /// <param name="name">The row.</param>
    /// <param name="action">What is timed.</param>
    /// <param name="pause">How long to wait after it, untimed: for what leaves threads spinning that would slow the next row.</param>
    public Interleaved Add(string name, Action action, TimeSpan pause = default)
    {
        _rows.Add((name, action, pause, [], []));
        return this;
    }

    /// <summary>Repeats until the time is up, at least a few rounds after one that does not count.</summary>
    /// <param name="time">How long.</param>
    /// <param name="fewest">Rounds that are made however long they take.</param>
    public IReadOnlyDictionary<string, Spread> Run(TimeSpan time, int fewest = FewestRounds)
    {
        foreach (var (_, action, _, _, _) in _rows)
            action();
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < fewest || clock.Elapsed < time; round++)
            foreach (var (_, action, pause, times, processor) in _rows)
            {
                var (started, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
                action();
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                processor.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
                if (pause > TimeSpan.Zero)
                    Never.Wait(pause);
            }
        return _rows.ToDictionary(row => row.Name, row => Spread.Of(row.Times));
    }

    /// <summary>
    /// Median milliseconds of the processor's time that a row took: on a machine that does other things, too, whoever has more threads gets more of the clock;
    /// this says who does more.
    /// </summary>
    public double Processor(string name) => Spread.Of(_rows.Single(row => row.Name == name).Processor).Median;
}
