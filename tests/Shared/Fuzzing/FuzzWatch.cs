using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace GradCamService.Fuzzing;

/// <summary>Runs an explicit test that calls <see cref="FuzzChild"/> in a process of its own, which may crash, hang or fill the memory.</summary>
/// <param name="kind">The corpus' folder.</param>
/// <param name="longest">More than any file takes on a busy machine: beyond it is a hang.</param>
/// <param name="mostMemory">Bytes that the process may have resident, more than any file takes.</param>
internal sealed class FuzzWatch(string kind, TimeSpan longest, long mostMemory)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <returns>How many mutations were tried.</returns>
    public async Task<int> RunAsync(Type test, string method)
    {
        var folder = Directory.CreateTempSubdirectory("fuzz");
        try
        {
            var start = new ProcessStartInfo(
                Path.Combine(AppContext.BaseDirectory, test.Assembly.GetName().Name!), ["-method", $"{test.FullName}.{method}", "-explicit", "only"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { [FuzzChild.FolderVariable] = folder.FullName, ["FUZZ_SEED"] = $"{FuzzPlan.Seed}" },
            };
            using var process = Process.Start(start)!;
            var output = new StringBuilder();
            process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
            process.ErrorDataReceived += (_, line) => output.AppendLine(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var ended = await WatchAsync(process, folder.FullName);
            await process.WaitForExitAsync();
            var count = new FileInfo(Path.Combine(folder.FullName, FuzzChild.CountFile));
            if (ended is null && process.ExitCode == 0 && count.Exists)
                return int.Parse(await File.ReadAllTextAsync(count.FullName), CultureInfo.InvariantCulture);
            var title = Read(folder.FullName, FuzzChild.TitleFile) is { } bytes ? Encoding.UTF8.GetString(bytes) : "before the first file";
            var path = Corpus.Keep(kind, title, Read(folder.FullName, FuzzChild.BytesFile) ?? []);
            Assert.Fail($"{kind}, {title}: {ended ?? $"the process ended with {process.ExitCode}"}. The file is kept: {path}\n{output}");
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Null where it ended by itself; else why it was ended.</summary>
    private async Task<string?> WatchAsync(Process process, string folder)
    {
        var title = new FileInfo(Path.Combine(folder, FuzzChild.TitleFile));
        var (last, clock) = (default(DateTime), Stopwatch.StartNew());
        while (!process.HasExited)
        {
            await Task.Delay(Pause);
            title.Refresh();
            process.Refresh();
            if (title.Exists && title.LastWriteTimeUtc != last)
                (last, clock) = (title.LastWriteTimeUtc, Stopwatch.StartNew());
            var reason = process.HasExited ? null
                : clock.Elapsed > longest ? $"took more than {longest}"
                : process.WorkingSet64 > mostMemory ? $"took more than {mostMemory} bytes of memory"
                : null;
            if (reason is null)
                continue;
            process.Kill(entireProcessTree: true);
            return reason;
        }
        return null;
    }

    private static byte[]? Read(string folder, string name) =>
        File.Exists(Path.Combine(folder, name)) ? File.ReadAllBytes(Path.Combine(folder, name)) : null;
}
