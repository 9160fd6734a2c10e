using System.Globalization;
using GradCamService.Configuration;
using GradCamService.Datasets;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using GradCamService.Explain.Tasks;
using GradCamService.Jobs;
using GradCamService.Jobs.States;
using GradCamService.Models;
using GradCamService.Queue;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GradCamService.Benchmarks.Rows;

/// <summary>
/// A job of photos without pictures, kept in a file, from the moment it is accepted to its end, against the bare explainer, which decodes the same files on as
/// many threads and explains them in batches. What the job takes longer, a photo, is what keeping it costs.
/// </summary>
internal sealed class JobRows : IAsyncDisposable
{
    private const string Model = "efficientnet-lite0";
    // Enough that beginning and end, when the device waits, are a small part of it.
    private const int Photos = 1024;
    private const int Width = 500;
    private const int Height = 375;

    // What asks costs, too.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly string _folder = Directory.CreateTempSubdirectory("jobs").FullName;
    private readonly byte[] _photo = SamplePhoto.Jpeg(Width, Height);
    private readonly IHost _host;

    private JobRows()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Models:Bundled:0"] = Model,
            ["Jobs:Directory"] = _folder,
            ["Jobs:MinFreeBytes"] = "0",
        });
        builder.Services.AddServiceOptions(builder.Configuration).AddServedQueue().AddDatasets().AddJobs();
        _host = builder.Build();
    }

    public static async Task<JobRows> StartAsync()
    {
        var rows = new JobRows();
        await rows._host.StartAsync();
        while (!rows.Service<ServedModels>().IsLoaded || rows.Service<Jobs.Work.JobsAvailability>().Reason is not null)
            await Task.Delay(50);
        return rows;
    }

    public IEnumerable<Measurement> Run(TimeSpan time)
    {
        var order = OrderReader.Explanation.Read(
            Fields().ToLookup(field => field.Name, field => field.Value), Service<ServedModels>().Library.Ready(Model), TaskTable.All, new FieldErrors());
        var timed = new Interleaved().Add("job", () => JobAsync().GetAwaiter().GetResult()).Add("bare-explainer", () => Explain(order));
        var spreads = timed.Run(time);
        var (job, bare) = (spreads["job"].Median, spreads["bare-explainer"].Median);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  bare-explainer ÷ job: {bare / job:0.00}, of the processor's time {timed.Processor("bare-explainer") / timed.Processor("job"):0.00}; "
            + $"{(job - bare) / Photos:0.00} ms more a photo, of the processor's {(timed.Processor("job") - timed.Processor("bare-explainer")) / Photos:0.00}"));
        return spreads.Select(spread => new Measurement(spread.Key, Model, Photos, 1, spread.Value, null));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static SentField[] Fields() => [new("method", "grad-cam"), new("images", "none")];

    private async Task JobAsync()
    {
        var (services, id) = (Service<JobServices>(), Guid.CreateVersion7().ToString("N"));
        var packer = new PhotoPacker(services.Blobs, id, services.Options);
        for (var i = 0; i < Photos; i++)
            await packer.AddAsync($"{i}", [_photo], CancellationToken.None);
        await packer.FlushAsync(CancellationToken.None);
        var read = await JobTable.All[0].Accept(services, new SentJob(id, Fields(), [Model], packer.Photos, new FieldErrors()), CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        await services.Store.AcceptAsync(
            new NewJob(
                new Job
                {
                    Id = id,
                    Kind = JobTable.All[0].Name,
                    Model = Model,
                    Caller = "benchmark",
                    Digest = id,
                    Order = read.Order.ToJson(),
                    Keep = TimeSpan.Zero,
                    CreatedAt = now,
                    Total = read.Total,
                },
                [.. read.Parts.Select((count, number) => new Part { JobId = id, Number = number, Count = count, AnnouncedAt = now })],
                [.. read.Photos.Select((photo, number) => new Item
                {
                    JobId = id, Number = number, Part = photo.Part, Name = photo.Photo.Name, Photos = photo.Photo.Pack, Files = photo.Photo.Files,
                })]),
            CancellationToken.None);
        while ((await services.Store.FindAsync("benchmark", id))!.State.IsOpen())
            await Task.Delay(Look);
    }

    private void Explain(Order order)
    {
        var prepared = Enumerable.Range(0, Photos).AsParallel().AsOrdered().Select(_ => new PreparedOrder(order, PreparedPhoto.Of(
            [_photo], order.Model.Manifest.Input.Spec, 1, order.Fit, isDrawnOn: false, new UploadOptions().Limits, CancellationToken.None))).ToList();
        foreach (var batch in prepared.Chunk(new QueueOptions().MaxBatch))
            Explainer.Explain(batch);
    }

    private T Service<T>() where T : notnull => _host.Services.GetRequiredService<T>();
}
