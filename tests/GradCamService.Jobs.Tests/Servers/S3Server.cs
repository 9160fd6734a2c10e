using System.Globalization;
using GradCamService.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(GradCamService.Jobs.Tests.Servers.S3Server))]

namespace GradCamService.Jobs.Tests.Servers;

/// <summary>
/// An S3 server of npm with a bucket; it is started when it is first asked for. As a constructor's argument it is one for all tests; a test that kills one
/// makes its own.
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    // The keys that it knows.
    private const string Key = "S3RVER";
    private const string Bucket = "tests";

    private const string Folder = "tests/GradCamService.Jobs.Tests/Servers/S3";

    private readonly int _port = Ports.Free();
    private readonly Lazy<Task> _started;
    private string _data = "";
    private ServerProcess? _process;

    public S3Server() => _started = new Lazy<Task>(MakeAsync);

    /// <summary>Starts it where it was not yet; where it is missing, the test is skipped.</summary>
    /// <returns>A part of its bucket that nobody else uses.</returns>
    public async Task<S3Options> NewPrefixAsync()
    {
        Assert.SkipUnless(
            Directory.Exists(Repository.At($"{Folder}/node_modules/s3rver")), $"The S3 server is missing: npm install --prefix {Folder} --no-package-lock");
        await _started.Value;
        return new S3Options { Bucket = Bucket, Endpoint = $"http://127.0.0.1:{_port}", AccessKey = Key, SecretKey = Key, Prefix = $"{Guid.NewGuid():N}/" };
    }

    /// <summary><c>kill -9</c> of it.</summary>
    public Task KillAsync() => _process!.KillAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        if (_data.Length > 0)
            Directory.Delete(_data, recursive: true);
    }

    private async Task MakeAsync()
    {
        _data = Directory.CreateTempSubdirectory("s3").FullName;
        _process = await ServerProcess.StartAsync($"{_data}/log", "KILL", ["node", "--openssl-legacy-provider", Repository.At($"{Folder}/server.cjs"),
            $"{_data}/buckets", _port.ToString(CultureInfo.InvariantCulture), Bucket]);
        using var client = new HttpClient();
        await _process.UntilAsync(async () =>
        {
            using var _ = await client.GetAsync($"http://127.0.0.1:{_port}/");
        });
    }
}
