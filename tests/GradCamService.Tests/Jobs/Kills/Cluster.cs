using GradCamService.Jobs.Tests.Servers;

namespace GradCamService.Tests.Jobs.Kills;

/// <summary>A service of several processes with a database and a broker of its own, all of which can be killed.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly PostgresServer _postgres = new();
    private readonly RabbitServer _rabbit = new();
    private readonly List<ServiceProcess> _workers = [];
    private (string Key, string Value)[] _settings = [];
    private ServiceProcess? _api;

    public HttpClient Client => _api!.Client;

    /// <summary>What lies between the service and its broker, and can be cut.</summary>
    public TcpProxy Wire { get; private set; } = null!;

    /// <summary>Connection string of the database.</summary>
    public string Database { get; private set; } = "";

    public PostgresServer Postgres => _postgres;

    public RabbitServer Rabbit => _rabbit;

    /// <summary>Starts everything, with two workers.</summary>
    /// <param name="settings">Of all its processes, besides.</param>
    public static async Task<Cluster> StartAsync(params (string Key, string Value)[] settings)
    {
        var cluster = new Cluster();
        cluster.Database = await cluster._postgres.NewDatabaseAsync();
        var address = new UriBuilder(await cluster._rabbit.AddressAsync());
        cluster.Wire = new TcpProxy(address.Port);
        address.Port = cluster.Wire.Port;
        cluster._settings = [("Jobs__Postgres", cluster.Database), ("Jobs__RabbitMq", address.ToString()), ("Jobs__MinFreeBytes", "0"), .. settings];
        await Task.WhenAll(cluster.StartApiAsync(), cluster.StartWorkerAsync(), cluster.StartWorkerAsync());
        // RabbitMQ 3.10 forgets a queue that is younger when it is killed.
        await Task.Delay(RabbitServer.QueueSettles);
        return cluster;
    }

    public async Task StartApiAsync() => _api = await StartProcessAsync("Api");

    public async Task StartWorkerAsync()
    {
        var worker = await StartProcessAsync("Worker");
        lock (_workers)
            _workers.Add(worker);
    }

    public void KillApi() => Kill(_api!);

    /// <summary>Kills the worker that has been there longest.</summary>
    public void KillWorker()
    {
        Kill(_workers[0]);
        _workers.RemoveAt(0);
    }

    /// <summary>Asks all workers to end, as an orchestrator does, and waits until they have.</summary>
    /// <returns>Their exit codes.</returns>
    public async Task<IReadOnlyList<int>> StopWorkersAsync()
    {
        _workers.ForEach(worker => worker.Terminate());
        var codes = new List<int>();
        foreach (var worker in _workers)
        {
            codes.Add(await worker.ExitCodeAsync());
            worker.Dispose();
        }
        _workers.Clear();
        return codes;
    }

    /// <summary>Starts a worker for each that has ended by itself.</summary>
    /// <returns>How many had.</returns>
    public int ReviveWorkers()
    {
        var dead = _workers.Where(worker => worker.HasExited).ToList();
        foreach (var worker in dead)
        {
            worker.Dispose();
            _workers.Remove(worker);
            // It may not live until it is ready.
            _workers.Add(StartProcess("Worker"));
        }
        return dead.Count;
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        _workers.ForEach(worker => worker.Dispose());
        if (Wire is not null)
            Wire.Dispose();
        await _rabbit.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private async Task<ServiceProcess> StartProcessAsync(string role)
    {
        var process = StartProcess(role);
        await process.UntilReadyAsync();
        return process;
    }

    // One thread each: two workers share two cores.
    private ServiceProcess StartProcess(string role) => ServiceProcess.Start([("Role", role), ("Device__Threads", "1"), .. _settings]);

    private static void Kill(ServiceProcess process)
    {
        process.KillHard();
        process.Dispose();
    }
}
