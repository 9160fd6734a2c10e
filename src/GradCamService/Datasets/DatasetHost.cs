using GradCamService.Configuration;
using GradCamService.Evaluate.Datasets;
using Microsoft.Extensions.Options;

namespace GradCamService.Datasets;

/// <summary>Reads every dataset once, while the service starts: what cannot be read is known before somebody needs it.</summary>
internal sealed partial class DatasetHost(ServedDatasets served, IOptions<DatasetsOptions> options, ILogger<DatasetHost> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => served.Set(ReadAll(stoppingToken)), stoppingToken);

    private List<ServedDataset> ReadAll(CancellationToken cancellation)
    {
        var all = new List<ServedDataset>();
        foreach (var place in options.Value.Directories.SelectMany(directory => PlacesIn(directory, cancellation)))
        {
            var dataset = Read(place, cancellation);
            all.Add(new ServedDataset(all.Exists(other => other.Response.Name == dataset.Name)
                ? DatasetResponse.Of($"{dataset.Name}@{all.Count}", [$"another dataset is called '{dataset.Name}' already"])
                : dataset, place));
        }
        return [.. all.OrderBy(dataset => dataset.Response.Name, StringComparer.Ordinal)];
    }

    // What keeps a directory from being looked through keeps it from being read, too, and is told there.
    private static IReadOnlyList<string> PlacesIn(string directory, CancellationToken cancellation)
    {
        try
        {
            return DatasetReader.PlacesIn(directory, cancellation);
        }
        catch (DatasetException)
        {
            return [directory];
        }
    }

    private DatasetResponse Read(string place, CancellationToken cancellation)
    {
        var file = Path.TrimEndingDirectorySeparator(place);
        var name = Directory.Exists(file) ? Path.GetFileName(file) : Path.GetFileNameWithoutExtension(file);
        try
        {
            var dataset = DatasetReader.Read(place, cancellation);
            WasRead(dataset.Name, dataset.Layout, dataset.Images.Count);
            return DatasetResponse.Of(dataset.Name, dataset);
        }
        catch (DatasetException exception)
        {
            WasNotRead(name, exception.Problems.Count);
            return DatasetResponse.Of(name, exception.Problems);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            // Whatever a stranger's files lead to, it is that dataset's failure and not the service's.
            Failed(exception, name);
            return DatasetResponse.Of(name, ["cannot be read; the log says why"]);
        }
    }

    [LoggerMessage(LogLevel.Information, "Dataset {Name} ({Layout}): {Images} photos")]
    private partial void WasRead(string name, string layout, int images);

    [LoggerMessage(LogLevel.Warning, "Dataset {Name} cannot be read: {Problems} problems, see GET /v1/datasets")]
    private partial void WasNotRead(string name, int problems);

    [LoggerMessage(LogLevel.Error, "Dataset {Name} cannot be read")]
    private partial void Failed(Exception exception, string name);
}
