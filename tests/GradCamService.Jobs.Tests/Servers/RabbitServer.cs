using System.Globalization;
using RabbitMQ.Client;
using Xunit;

[assembly: AssemblyFixture(typeof(GradCamService.Jobs.Tests.Servers.RabbitServer))]

namespace GradCamService.Jobs.Tests.Servers;

/// <summary>
/// A RabbitMQ of Debian's package, with a folder, ports and Erlang cookie of its own, without plugins; it is started when it is first asked for. As a
/// constructor's argument it is one for all tests; a test that kills one makes its own.
/// </summary>
public sealed class RabbitServer : IAsyncDisposable
{
    /// <summary>
    /// What a new quorum queue waits for until its name is in the file by which RabbitMQ 3.10 finds the queue's own (Erlang's tables on disk keep changes
    /// for up to 3 s). Killed sooner, the server makes the queue anew: without its messages, and without a leader, so that it answers nobody.
    /// </summary>
    public static readonly TimeSpan QueueSettles = TimeSpan.FromSeconds(5);

    // Not the one on the path: that would change to a user of its own.
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private readonly int _port = Ports.Free();
    private readonly int _nodes = Ports.Free();
    private readonly int _names = Ports.Free();
    private readonly Lazy<Task> _started;
    private string _folder = "";
    private ServerProcess? _process;

    public RabbitServer() => _started = new Lazy<Task>(MakeAsync);

    /// <summary>The server's number, once it is started.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>Starts it where it was not yet; where RabbitMQ is missing, the test is skipped.</summary>
    /// <returns>Its address, <c>amqp://user:password@127.0.0.1:port/</c>.</returns>
    public async Task<string> AddressAsync()
    {
        Assert.SkipUnless(File.Exists(Program), "RabbitMQ is missing: apt-get install rabbitmq-server");
        await _started.Value;
        return Address;
    }

    /// <summary><c>kill -9</c> of it.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Starts it again where it lay, after it was killed.</summary>
    /// <returns>When it answers.</returns>
    public async Task RestartAsync()
    {
        await _process!.DisposeAsync();
        await RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        if (_folder.Length > 0)
            Directory.Delete(_folder, recursive: true);
    }

    private string Address => $"amqp://guest:guest@127.0.0.1:{_port}/";

    private async Task MakeAsync()
    {
        _folder = Directory.CreateTempSubdirectory("rabbit").FullName;
        await File.WriteAllTextAsync($"{_folder}/plugins", "[].\n");
        await RunAsync();
    }

    private async Task RunAsync()
    {
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = _folder,
            ["RABBITMQ_NODENAME"] = "tests@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = Text(_port),
            ["RABBITMQ_DIST_PORT"] = Text(_nodes),
            ["RABBITMQ_MNESIA_BASE"] = $"{_folder}/data",
            ["RABBITMQ_LOG_BASE"] = $"{_folder}/logs",
            ["RABBITMQ_PID_FILE"] = $"{_folder}/pid",
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = $"{_folder}/plugins",
            ["RABBITMQ_CONF_ENV_FILE"] = $"{_folder}/none",
            ["RABBITMQ_CONFIG_FILE"] = $"{_folder}/none",
            // Its threads would otherwise turn while they wait, on processors that the tests need.
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none",
            ["ERL_EPMD_PORT"] = Text(_names),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        };
        // Erlang's register of names is started beside it and dies with it; one that Erlang starts itself would outlive it.
        _process = await ServerProcess.StartAsync($"{_folder}/log", "KILL", ["/bin/sh", "-c", "epmd & exec \"$0\"", Program], environment);
        await _process.UntilAsync(async () =>
        {
            await using var connection = await new ConnectionFactory { Uri = new Uri(Address) }.CreateConnectionAsync();
        });
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
