using System.Net;
using GradCamService.Tests.Jobs.Kills;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace GradCamService.Tests.Jobs;

/// <summary>Nothing is left of jobs whose time is over, or that were deleted: rows and files are counted past the service.</summary>
public sealed class ExpiryTests(ITestOutputHelper output)
{
    private const int Photos = 20;

    private static readonly (string, string) SweepsOften = ("Jobs__SweepEvery", "00:00:00.5");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task One_process_keeps_no_row_and_no_file()
    {
        var folder = Directory.CreateTempSubdirectory("expiry");
        using (var service = ServiceProcess.Start(("Jobs__Directory", folder.FullName), SweepsOften))
        {
            await service.UntilReadyAsync();
            var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.FullName, "jobs.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false };
            await using var rows = new JobRows(new SqliteConnection(file.ToString()));
            int Files() => Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories)
                .Count(path => !Path.GetFileName(path).StartsWith("jobs.", StringComparison.Ordinal));

            await CheckAsync(service.Client, rows, Files);
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Many_processes_keep_no_row()
    {
        await using var cluster = await Cluster.StartAsync(SweepsOften);
        await using var rows = new JobRows(new NpgsqlConnection(cluster.Database));

        await CheckAsync(cluster.Client, rows, () => 0);
    }

    /// <summary>One job is deleted, the other expires when it has ended.</summary>
    private async Task CheckAsync(HttpClient client, JobRows rows, Func<int> files)
    {
        var deleted = await client.SubmitAsync(JobPhotos.Form(Photos));
        await client.UntilEndedAsync(deleted);
        var kept = await rows.AllAsync();
        output.WriteLine($"kept: {Words(kept)}, {files()} files");
        Assert.Equal((1, Photos), (kept["jobs"], kept["items"]));
        Assert.True(kept["blobs"] + files() > 0);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"/v1/jobs/{deleted}")).StatusCode);
        var left = await rows.AllAsync();
        output.WriteLine($"deleted: {Words(left)}, {files()} files");
        Assert.All(left, table => Assert.Equal(0, table.Value));
        Assert.Equal(0, files());

        var expiring = await client.SubmitAsync(JobPhotos.Form(Photos, ("keep", "PT0S")));
        Assert.Equal(1, await rows.CountAsync("jobs", "1 = 1"));
        using var limit = new CancellationTokenSource(Patience);
        while ((await client.GetAsync($"/v1/jobs/{expiring}", limit.Token)).StatusCode != HttpStatusCode.NotFound)
            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
        left = await rows.AllAsync();
        output.WriteLine($"expired: {Words(left)}, {files()} files");
        Assert.All(left, table => Assert.Equal(0, table.Value));
        Assert.Equal(0, files());
    }

    private static string Words(IReadOnlyDictionary<string, long> rows) => string.Join(", ", rows.Select(row => $"{row.Value} {row.Key}"));
}
