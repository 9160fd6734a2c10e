using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GradCamService.Commands;

/// <summary>How far a command is with its images: a bar on a terminal, a line every ten seconds elsewhere.</summary>
internal static class ImageProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Does work and shows how far it is.</summary>
    /// <param name="streams">Progress goes to its errors.</param>
    /// <param name="hasBar">Whether a bar may be drawn: not where results go to the same terminal.</param>
    /// <param name="total">Images.</param>
    /// <param name="work">Calls back after every image.</param>
    public static Task ShowAsync(Streams streams, bool hasBar, int total, Func<Action, Task> work) =>
        hasBar && streams.IsErrorsTerminal ? DrawAsync(streams.Progress, total, work) : WriteAsync(streams.Errors, total, work);

    private static Task DrawAsync(IAnsiConsole console, int total, Func<Action, Task> work) => console.Progress()
        .Columns(new ProgressBarColumn(), new CountColumn(), new RateColumn(), new RemainingTimeColumn())
        .StartAsync(async progress =>
        {
            var task = progress.AddTask("images", maxValue: total);
            await work(() => task.Increment(1));
        });

    private static async Task WriteAsync(TextWriter errors, int total, Func<Action, Task> work)
    {
        var (done, clock) = (0, System.Diagnostics.Stopwatch.StartNew());
        using var timer = new Timer(_ => errors.WriteLine(Line(Volatile.Read(ref done), total, clock.Elapsed)), null, Interval, Interval);
        await work(() => Interlocked.Increment(ref done));
    }

    /// <summary>Such as <c>12 of 40 images, 3.1 images/s, 00:00:09 left</c>.</summary>
    internal static string Line(int done, int total, TimeSpan elapsed)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{done} of {total} images, {done / elapsed.TotalSeconds:0.0} images/s");
        if (done == 0)
            return line;
        var left = elapsed / done * (total - done);
        return line + string.Create(CultureInfo.InvariantCulture, $@", {(int)left.TotalHours:00}:{left:mm\:ss} left");
    }

    private sealed class CountColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:0} of {task.MaxValue:0} images"));
    }

    private sealed class RateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.ElapsedTime is { TotalSeconds: > 0 } elapsed
                ? string.Create(CultureInfo.InvariantCulture, $"{task.Value / elapsed.TotalSeconds:0.0} images/s") : "");
    }
}
