using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Xunit;

namespace GradCamService.Tests.Jobs.Kills;

/// <summary>
/// Real processes, real work, <c>kill -9</c>: what was accepted is finished, each photo is answered once, and states are true. How long it took to go on is
/// printed.
/// </summary>
public sealed class KillMatrixTests(SharedCluster shared, ITestOutputHelper output) : IClassFixture<SharedCluster>
{
    private const int Photos = 200;

    // Work is under way, and most of it is left.
    private const int Middle = 40;

    // Scores on one thread, computed again elsewhere: the same sums, in batches of other sizes.
    private const double SameScore = 1e-4;

    private static readonly (string, string) NoPictures = ("images", "none");

    [Fact]
    public async Task One_process_that_is_killed_in_the_middle_goes_on_when_it_is_started_again()
    {
        var folder = Directory.CreateTempSubdirectory("killed");
        (string, string) directory = ("Jobs__Directory", folder.FullName);
        string id;
        using (var first = ServiceProcess.Start(directory))
        {
            await first.UntilReadyAsync();
            id = await first.Client.SubmitAsync(JobPhotos.Form(Photos, NoPictures));
            await first.Client.UntilAsync(id, job => job.Done() >= Middle);
            first.KillHard();
        }
        using (var second = ServiceProcess.Start(directory))
        {
            var clock = Stopwatch.StartNew();
            await second.UntilReadyAsync();
            var before = (await second.Client.JobAsync(id)).Done();
            await second.Client.UntilAsync(id, job => job.Done() > before);
            output.WriteLine($"one process: went on {clock.Elapsed.TotalSeconds:0.0} s after its start");
            await CheckAsync(second.Client, id);
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task One_process_that_is_killed_right_after_it_accepted_has_the_job_when_it_is_started_again()
    {
        var folder = Directory.CreateTempSubdirectory("killed");
        (string, string) directory = ("Jobs__Directory", folder.FullName);
        string id;
        using (var first = ServiceProcess.Start(directory))
        {
            await first.UntilReadyAsync();
            id = await first.Client.SubmitAsync(JobPhotos.Form(Photos, NoPictures));
            first.KillHard();
        }
        using (var second = ServiceProcess.Start(directory))
        {
            await second.UntilReadyAsync();
            await CheckAsync(second.Client, id);
        }
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("worker")]
    [InlineData("api")]
    [InlineData("broker")]
    [InlineData("database")]
    [InlineData("everything")]
    [InlineData("wire")]
    public async Task Many_processes_lose_nothing(string killed)
    {
        var cluster = await shared.GetAsync();
        var id = await cluster.Client.SubmitAsync(JobPhotos.Form(Photos, NoPictures));
        if (killed != "api")
            await cluster.Client.UntilAsync(id, job => job.Done() >= Middle);
        var clock = Stopwatch.StartNew();

        await KillAndReviveAsync(cluster, killed);

        var before = (await cluster.Client.UntilAsync(id, _ => true)).Done();
        await cluster.Client.UntilAsync(id, job => job.Done() > before || job.Done() == Photos);
        output.WriteLine($"{killed}: went on {clock.Elapsed.TotalSeconds:0.0} s after the kill");
        await CheckAsync(cluster.Client, id);
    }

    [Fact]
    public async Task Workers_that_are_asked_to_end_hand_back_what_is_not_done_at_no_cost_of_an_attempt()
    {
        // So many that they are not done by the time that a busy machine takes to ask and to be heard.
        const int Many = Photos * 3;
        var cluster = await shared.GetAsync();
        var id = await cluster.Client.SubmitAsync(JobPhotos.Form(Many, NoPictures));
        await cluster.Client.UntilAsync(id, job => job.Done() >= Middle);

        Assert.Equal([0, 0], await cluster.StopWorkersAsync());

        var stopped = await cluster.Client.JobAsync(id);
        Assert.InRange(stopped.Done(), Middle, Many - 1);
        await using var rows = new JobRows(new NpgsqlConnection(cluster.Database));
        var left = await rows.CountAsync("parts", "\"State\" <> 'Done'");
        Assert.True(left > 0);
        Assert.Equal(0, await rows.CountAsync("parts", "\"State\" <> 'Done' AND \"Attempts\" > 0"));
        Assert.Equal(left, await rows.CountAsync("parts", "\"State\" = 'Waiting'"));
        output.WriteLine($"{stopped.Done()} of {Many} photos were done when both workers had ended; {left} parts were handed back");
        await Task.WhenAll(cluster.StartWorkerAsync(), cluster.StartWorkerAsync());
        await CheckAsync(cluster.Client, id, Many);
        Assert.Equal(1, (await cluster.Client.JobAsync(id)).GetProperty("attempts").GetInt32());
        Assert.All(await cluster.Client.ItemsAsync(id), item => Assert.Equal(1, item.GetProperty("attempts").GetInt32()));
    }

    [Fact]
    public async Task Ten_kills_at_random_in_a_row_lose_nothing()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("TESTS_LONG") == "1", "It takes minutes: TESTS_LONG=1 dotnet test");
        string[] kinds = ["worker", "api", "broker", "database", "everything"];
        var (seed, cluster) = (Environment.TickCount, await shared.GetAsync());
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var id = await cluster.Client.SubmitAsync(JobPhotos.Form(Photos * 3, NoPictures));
        for (var kill = 0; kill < 10; kill++)
        {
            await Task.Delay(random.Next(500, 4000));
            await KillAndReviveAsync(cluster, kinds[random.Next(kinds.Length)]);
        }

        await CheckAsync(cluster.Client, id, Photos * 3);
    }

    [Fact]
    public async Task A_photo_that_kills_its_workers_fails_after_its_tries_and_all_others_are_answered()
    {
        const int Killing = 137;
        await using var cluster = await Cluster.StartAsync(
            ("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location), (StartupHook.Variable, $"{Killing}"));
        var id = await cluster.Client.SubmitAsync(JobPhotos.Form(Photos, NoPictures));
        var ended = cluster.Client.UntilEndedAsync(id);
        var deaths = 0;
        while (!ended.IsCompleted)
        {
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(500)));
            deaths += cluster.ReviveWorkers();
        }

        var job = await ended;
        Assert.Equal(("succeeded", Photos, 1), (job.State(), job.Done(), job.Failed()));
        Assert.Equal(5, deaths);
        Assert.Equal(5, job.GetProperty("attempts").GetInt32());
        var items = await cluster.Client.ItemsAsync(id);
        Assert.Equal([Killing], items.Where(item => item.State() == "failed").Select(item => item.GetProperty("number").GetInt32()));
        Assert.Equal("Workers died", items[Killing].GetProperty("problem").GetProperty("title").GetString());
        Assert.Equal(5, items[Killing].GetProperty("attempts").GetInt32());
        var dead = (await cluster.Client.GetAsync("/v1/dead-letters").JsonAsync()).GetProperty("items");
        Assert.Equal(Killing, Assert.Single(dead.EnumerateArray()).GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task A_disk_that_is_full_refuses_the_job_and_keeps_nothing_of_it()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root may mount a small disk.");
        var folder = Directory.CreateTempSubdirectory("full");
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder.FullName), "A small disk cannot be mounted here: mount -t tmpfs");
        try
        {
            using var service = ServiceProcess.Start(("Jobs__Directory", folder.FullName), ("Jobs__MinFreeBytes", "0"));
            await service.UntilReadyAsync();
            using var large = Form.Without(("model", "efficientnet-lite0"));
            for (var i = 0; i < 120; i++)
                large.File("image", Explain.Tests.TestData.Read("Images/chelsea.png"), $"{i}.png");

            var problem = await service.Client.PostAsync("/v1/jobs", large).ProblemAsync(System.Net.HttpStatusCode.InsufficientStorage);

            Assert.Contains("no room", problem.Detail, StringComparison.OrdinalIgnoreCase);
            Assert.All(Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories), file =>
                Assert.StartsWith("jobs.", Path.GetFileName(file), StringComparison.Ordinal));
            await CheckAsync(service.Client, await service.Client.SubmitAsync(JobPhotos.Form(12, NoPictures)), 12);
        }
        finally
        {
            await RunAsync("umount", "-l", folder.FullName);
            folder.Delete();
        }
    }

    private static async Task KillAndReviveAsync(Cluster cluster, string killed)
    {
        switch (killed)
        {
            case "worker":
                cluster.KillWorker();
                await cluster.StartWorkerAsync();
                break;
            case "api":
                cluster.KillApi();
                await cluster.StartApiAsync();
                break;
            case "broker":
                await cluster.Rabbit.KillAsync();
                await cluster.Rabbit.RestartAsync();
                break;
            case "database":
                await cluster.Postgres.KillAsync();
                await cluster.Postgres.RestartAsync();
                break;
            case "everything":
                cluster.KillWorker();
                cluster.KillWorker();
                cluster.KillApi();
                await Task.WhenAll(cluster.Rabbit.KillAsync(), cluster.Postgres.KillAsync());
                await Task.WhenAll(cluster.Rabbit.RestartAsync(), cluster.Postgres.RestartAsync());
                await Task.WhenAll(cluster.StartApiAsync(), cluster.StartWorkerAsync(), cluster.StartWorkerAsync());
                break;
            case "wire":
                cluster.Wire.Cut();
                await Task.Delay(TimeSpan.FromSeconds(20));
                cluster.Wire.Mend();
                break;
        }
    }

    /// <summary>Every photo once, each with the answer that its file has, and counts that say so.</summary>
    private static async Task CheckAsync(HttpClient client, string id, int photos = Photos)
    {
        var job = await client.UntilEndedAsync(id);
        var items = await client.ItemsAsync(id);
        Assert.True(job.Failed() == 0, string.Join('\n', items.Where(item => item.State() == "failed").Select(item => item.ToString()).Take(3)));
        Assert.Equal(("succeeded", photos), (job.State(), job.Done()));
        Assert.Equal(Enumerable.Range(0, photos), items.Select(item => item.GetProperty("number").GetInt32()));
        Assert.All(items, item => Assert.Equal("succeeded", item.State()));
        var result = (await client.GetAsync($"/v1/jobs/{id}/result").JsonAsync()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, photos), result.Select(item => item.GetProperty("number").GetInt32()));
        Assert.All(result.Select((item, i) => (item, i)), each =>
            Assert.Equal(ScoreOf(result[each.i % JobPhotos.Kinds]), ScoreOf(each.item), SameScore));
    }

    private static double ScoreOf(JsonElement item) => item.GetProperty("answer").GetProperty("explanations")[0].GetProperty("score").GetDouble();

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
