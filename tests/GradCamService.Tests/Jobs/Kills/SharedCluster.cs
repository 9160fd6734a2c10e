namespace GradCamService.Tests.Jobs.Kills;

/// <summary>One cluster for tests that leave it as they found it; started when it is first asked for.</summary>
public sealed class SharedCluster : IAsyncDisposable
{
    private readonly Lazy<Task<Cluster>> _cluster = new(() => Cluster.StartAsync());

    internal Task<Cluster> GetAsync() => _cluster.Value;

    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated && _cluster.Value.IsCompletedSuccessfully)
            await (await _cluster.Value).DisposeAsync();
    }
}
