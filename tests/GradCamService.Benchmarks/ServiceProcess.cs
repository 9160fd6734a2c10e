using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GradCamService.Benchmarks;

/// <summary>The service as its own process on loopback.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);
    private readonly Process _process;

    private ServiceProcess(Process process, Uri address, TimeSpan startToReady)
    {
        (_process, StartToReady) = (process, startToReady);
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 512 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public HttpClient Client { get; }

    /// <summary>From process start until every model is loaded and warm.</summary>
    public TimeSpan StartToReady { get; }

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<ServiceProcess> Start(params string[] arguments)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}");
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "GradCamService.dll"), "--urls", address.ToString(), .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        })!;
        // The log is read and dropped: a full pipe would stop the service.
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        using var probe = new HttpClient { BaseAddress = address };
        while (!await IsReady(probe))
        {
            if (Stopwatch.GetElapsedTime(started) > LongestStart || process.HasExited)
                throw new InvalidOperationException("the service did not become ready");
            await Task.Delay(5);
        }
        return new ServiceProcess(process, address, Stopwatch.GetElapsedTime(started));
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<bool> IsReady(HttpClient probe)
    {
        try
        {
            return (await probe.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
