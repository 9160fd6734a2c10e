using System.Diagnostics;
using System.Globalization;

namespace GradCamService.Jobs.Tests.Servers;

/// <summary>A server of the tests' own: it ends with them, also where they are killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // A server with much to recover, on a machine that builds something else at the same time.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Its input ends when the tests do; what ends their process group does not end it. The shell stays the server's parent, so that a killed one does not
    // remain in the table of processes, where the next would take it for one that lives.
    private const string Guard = """
        exec 2>>"$0"
        signal=$1; shift
        exec 3<&0
        setsid "$@" >&2 3<&- &
        server=$!
        echo $server
        { read -r _ <&3; kill -$signal -$server; sleep 10; kill -9 -$server; } &
        guard=$!
        wait $server
        kill $guard
        """;

    private readonly Process _shell;
    private readonly string _log;

    private ServerProcess(Process shell, int id, string log) => (_shell, Id, _log) = (shell, id, log);

    /// <summary>The server's number.</summary>
    public int Id { get; }

    /// <param name="log">File that its output is appended to.</param>
    /// <param name="signal">By which it is asked to end, such as <c>INT</c>.</param>
    /// <param name="command">Its file and arguments.</param>
    /// <param name="environment">What it has besides that of the tests.</param>
    public static async Task<ServerProcess> StartAsync(
        string log, string signal, IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Guard, log, signal, .. command]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var shell = Process.Start(start)!;
        var id = await shell.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        return new ServerProcess(shell, int.Parse(id, CultureInfo.InvariantCulture), log);
    }

    /// <summary>Waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It ended or did not come to answer; with the end of its log.</exception>
    public async Task UntilAsync(Func<Task> ask)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            try
            {
                await ask();
                return;
            }
            catch (Exception exception)
            {
                if (_shell.HasExited || watch.Elapsed > Patience)
                    throw new InvalidOperationException(string.Join('\n', ["The server does not answer.", .. File.ReadLines(_log).TakeLast(30)]), exception);
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    /// <summary><c>kill -9</c> of it and all processes that it started.</summary>
    public async Task KillAsync()
    {
        if (!_shell.HasExited)
        {
            using var server = Process.GetProcessById(Id);
            server.Kill(entireProcessTree: true);
        }
        await _shell.WaitForExitAsync();
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
