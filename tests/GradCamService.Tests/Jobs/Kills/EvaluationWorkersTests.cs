using System.IO.Compression;
using GradCamService.Explain.Tests;
using Xunit;

namespace GradCamService.Tests.Jobs.Kills;

/// <summary>An evaluation whose parts are computed on several machines.</summary>
public sealed class EvaluationWorkersTests
{
    private static readonly int Photos = Environment.GetEnvironmentVariable("TESTS_LONG") == "1" ? 1_000 : 48;

    [Fact]
    public async Task An_evaluation_has_the_same_figures_to_the_last_bit_however_many_workers_compute_it()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.StartWorkerAsync();
        var three = await FiguresAsync(cluster);
        cluster.KillWorker();
        cluster.KillWorker();

        var one = await FiguresAsync(cluster);

        Assert.Equal(three, one);
        Assert.Contains("\"top1\"", one, StringComparison.Ordinal);
    }

    /// <summary>All that <c>results.json</c> says but how it was asked for.</summary>
    private static async Task<string> FiguresAsync(Cluster cluster)
    {
        var id = await cluster.Client.SubmitAsync(Form.Without(("kind", "evaluation"), ("model", "efficientnet-lite0")).File("archive", Dataset(), "photos.zip"));
        var job = await cluster.Client.UntilEndedAsync(id);
        Assert.Equal(("succeeded", Photos), (job.State(), job.Done()));
        var results = await cluster.Client.GetAsync($"/v1/jobs/{id}/result").JsonAsync();
        return string.Join('\n', results.EnumerateObject().Where(entry => entry.Name != "arguments").Select(entry => $"{entry.Name}: {entry.Value.GetRawText()}"));
    }

    /// <summary>A table with boxes, so that all that is measured of them is.</summary>
    private static byte[] Dataset()
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            var rows = new List<string> { "image,label,x,y,width,height" };
            for (var i = 0; i < Photos; i++)
            {
                Add(zip, $"{i}.jpg", TestData.Read($"Images/{(i % 2 == 0 ? "baseline.jpg" : "progressive.jpg")}"));
                rows.Add($"{i}.jpg,Egyptian cat,{i % 5},1,9,9");
            }
            Add(zip, "labels.csv", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', rows)));
        }
        return archive.ToArray();
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(bytes);
    }
}
