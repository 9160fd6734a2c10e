using System.Diagnostics;

namespace GradCamService.Jobs.Tests.Servers;

/// <summary>A command that is awaited.</summary>
internal static class Command
{
    /// <exception cref="InvalidOperationException">It failed; with what it wrote.</exception>
    public static async Task RunAsync(params IEnumerable<string> command)
    {
        var all = command.ToList();
        using var process = Process.Start(new ProcessStartInfo(all[0], all.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{all[0]} failed: {await output}{await error}");
    }
}
