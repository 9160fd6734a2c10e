using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GradCamService.Tests;

/// <summary>The service as operators run it: a process of its own, told by environment variables and signals.</summary>
internal sealed partial class ServiceProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _jobs = Directory.CreateTempSubdirectory("jobs");
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(IEnumerable<(string Key, string Value)> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "GradCamService"), [.. arguments, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Jobs__Directory"] = _jobs.FullName;
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) =>
        {
            Read(line.Data);
            if (!string.IsNullOrEmpty(line.Data))
                _log.Enqueue(line.Data);
        };
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it wrote so far, to both of its streams.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Its standard output. Native libraries make their remarks on the other stream.</summary>
    public IEnumerable<JsonElement> Log => _log.Select(line => JsonSerializer.Deserialize<JsonElement>(line));

    /// <summary>Bytes of it that are in memory now.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Time that its threads computed, together.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public HttpClient Client { get; } = new() { Timeout = Patience };

    /// <summary>Starts it; it need not come to listen.</summary>
    public static ServiceProcess Start(params (string Key, string Value)[] environment) =>
        new(environment.Append(("Models__Bundled__0", "efficientnet-lite0")));

    /// <summary>Starts it with arguments before its address.</summary>
    public static ServiceProcess StartWith(params string[] arguments) => new([("Models__Bundled__0", "efficientnet-lite0")], arguments);

    /// <param name="health">The port of its health, where that is another.</param>
    public async Task UntilReadyAsync(int? health = null)
    {
        Client.BaseAddress ??= await _listening.Task.WaitAsync(Patience);
        var address = new UriBuilder(Client.BaseAddress) { Path = "/health/ready" };
        address.Port = health ?? address.Port;
        using var limit = new CancellationTokenSource(Patience);
        while (!(await Client.GetAsync(address.Uri, limit.Token)).IsSuccessStatusCode)
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
    }

    /// <summary>Waits until it has written something.</summary>
    public async Task UntilItSaysAsync(string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!Output.Contains(text, StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
    }

    public bool HasExited => _process.HasExited;

    /// <summary><c>kill -9</c>: it notices nothing.</summary>
    public void KillHard()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks it to end, as an orchestrator does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> ExitCodeAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _jobs.Delete(recursive: true);
        Client.Dispose();
    }

    private void Read(string? line)
    {
        if (string.IsNullOrEmpty(line))
            return;
        _output.Enqueue(line);
        if (AddressPattern().Match(line) is { Success: true } match)
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
    }

    [GeneratedRegex(@"Now listening on: \\""(http://[^\\]+)\\""")]
    private static partial Regex AddressPattern();
}
