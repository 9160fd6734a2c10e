using System.Globalization;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(GradCamService.Jobs.Tests.Servers.PostgresServer))]

namespace GradCamService.Jobs.Tests.Servers;

/// <summary>
/// A PostgreSQL of Debian's package, with a folder and port of its own; it is started when it is first asked for. As a constructor's argument it is one
/// for all tests; a test that kills one makes its own.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string? Programs = !Directory.Exists("/usr/lib/postgresql") ? null
        : Directory.EnumerateDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
            .Select(folder => Path.Combine(folder, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")));

    // It refuses to run as root.
    private static readonly string[] User = Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];

    private readonly int _port = Ports.Free();
    private readonly Lazy<Task> _started;
    private string _folder = "";
    private ServerProcess? _process;

    public PostgresServer() => _started = new Lazy<Task>(MakeAsync);

    /// <summary>The server's number, once it is started.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>Makes an empty database, and first the server where there is none; where PostgreSQL is missing, the test is skipped.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        Assert.SkipWhen(Programs is null, "PostgreSQL is missing: apt-get install postgresql");
        await _started.Value;
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return ConnectionTo(name);
    }

    /// <summary><c>kill -9</c> of it and of the processes of all its connections.</summary>
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

    private async Task MakeAsync()
    {
        _folder = Directory.CreateTempSubdirectory("postgres").FullName;
        if (User.Length > 0)
            await Command.RunAsync("chown", "postgres", _folder);
        // Only making it is not flushed to the disk; what it stores is.
        await Command.RunAsync([.. User, $"{Programs}/initdb", "-D", $"{_folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        await RunAsync();
    }

    private async Task RunAsync()
    {
        string[] settings = ["listen_addresses=127.0.0.1", $"port={_port}", $"unix_socket_directories={_folder}", "fsync=on", "max_connections=200"];
        _process = await ServerProcess.StartAsync(
            $"{_folder}/log", "INT", [.. User, $"{Programs}/postgres", "-D", $"{_folder}/data", .. settings.SelectMany(setting => new[] { "-c", setting })]);
        await _process.UntilAsync(() => ExecuteAsync("SELECT 1"));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionTo("postgres")};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private string ConnectionTo(string database) => $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database}";
}
