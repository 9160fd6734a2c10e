using System.IO.Compression;
using System.Text.Json;
using GradCamService.Explain.Tests;
using Xunit;

namespace GradCamService.Tests.Jobs;

/// <summary>A service with a dataset of its own: ten photos with boxes, of which one is broken, and jobs in a folder of their own.</summary>
public sealed class ServiceWithDataset : Service
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _root;

    public ServiceWithDataset()
        : this(Directory.CreateTempSubdirectory("evaluation-jobs-").FullName)
    {
    }

    private ServiceWithDataset(string root)
        : base(new Dictionary<string, string>
        {
            ["Models:Bundled:0"] = "efficientnet-lite0",
            ["Jobs:Directory"] = Path.Combine(root, "jobs"),
            ["Jobs:MinFreeBytes"] = "0",
            ["Datasets:Directories:0"] = Path.Combine(root, "photos"),
        })
    {
        _root = root;
        var rows = new List<string> { "image,label,x,y,width,height" };
        // A cat's face and a cup, by eye.
        for (var i = 0; i < 9; i++)
        {
            var (image, row) = i % 2 == 0 ? ("chelsea.png", "tiger cat,110,60,220,200") : ("coffee.png", "espresso,240,110,260,220");
            Write(FormattableString.Invariant($"pictures/{i}.png"), TestData.Read($"Images/{image}"));
            rows.Add(FormattableString.Invariant($"pictures/{i}.png,{row}"));
        }
        Write("pictures/broken.png", "no photo"u8.ToArray());
        rows.Add("pictures/broken.png,espresso,1,1,2,2");
        Write("objects.csv", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', rows)));
    }

    /// <summary>Where the dataset lies.</summary>
    public string Dataset => Path.Combine(_root, "photos");

    /// <summary>Where jobs are.</summary>
    public string Jobs => Path.Combine(_root, "jobs");

    /// <summary>The dataset's folder as a ZIP, in it by its name.</summary>
    public byte[] Archive
    {
        get
        {
            using var bytes = new MemoryStream();
            ZipFile.CreateFromDirectory(Dataset, bytes, CompressionLevel.Fastest, includeBaseDirectory: true);
            return bytes.ToArray();
        }
    }

    /// <summary>A folder for what a test writes.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_root, Guid.NewGuid().ToString("N"))).FullName;

    /// <summary>Submits a job and waits for its end.</summary>
    public async Task<JsonElement> DoneAsync(HttpContent form)
    {
        var id = (await PostAsync("/v1/jobs", form).JsonAsync()).GetProperty("id").GetString();
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var job = await Client.GetAsync($"/v1/jobs/{id}", limit.Token).JsonAsync();
            if (job.GetProperty("finishedAt").ValueKind != JsonValueKind.Null)
                return job;
            await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
        }
    }

    /// <summary>Its datasets are read.</summary>
    public async Task UntilReadAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!(await Client.GetAsync("/v1/datasets", limit.Token)).IsSuccessStatusCode)
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private void Write(string file, byte[] bytes)
    {
        var path = Path.Combine(Dataset, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}

/// <summary>Tests that ask that service, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class DatasetTests : ICollectionFixture<ServiceWithDataset>
{
    public const string Name = "service with a dataset";
}
