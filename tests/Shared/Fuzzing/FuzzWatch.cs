using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

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
            var output = new ConcurrentQueue<string>();
            var reason = await EndAsync(test, method, folder.FullName, output);
            if (reason is null && Read(folder.FullName, FuzzChild.CountFile) is { } count)
                return int.Parse(count, CultureInfo.InvariantCulture);
            var title = Read(folder.FullName, FuzzChild.TitleFile);
            var kept = title is null ? "No file was tried." : $"The file is kept: {Corpus.Keep(kind, title, File.ReadAllBytes(Path.Combine(folder.FullName, FuzzChild.BytesFile)))}";
            Xunit.Assert.Fail($"{kind}, {title}: {reason ?? "it ended too soon"}. {kept}\n{string.Join('\n', output)}");
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Null where it ended well; else how.</summary>
    private async Task<string?> EndAsync(Type test, string method, string folder, ConcurrentQueue<string> output)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, test.Assembly.GetName().Name!), ["-method", $"{test.FullName}.{method}", "-explicit", "only"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [FuzzChild.FolderVariable] = folder, ["FUZZ_SEED"] = $"{FuzzPlan.Seed}" },
        };
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            if (await WatchAsync(process, folder) is { } reason)
                return reason;
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : $"the process ended with {process.ExitCode}";
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Null where it ended by itself; else why it is to be ended.</summary>
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
            if (clock.Elapsed > longest)
                return $"took more than {longest}";
            if (!process.HasExited && process.WorkingSet64 > mostMemory)
                return $"took more than {mostMemory} bytes of memory";
        }
        return null;
    }

    private static string? Read(string folder, string name) =>
        File.Exists(Path.Combine(folder, name)) ? File.ReadAllText(Path.Combine(folder, name), Encoding.UTF8) : null;
}
