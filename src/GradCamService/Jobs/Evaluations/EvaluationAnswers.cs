using System.IO.Compression;
using System.Net.Mime;
using System.Text.Json;
using GradCamService.Answers;
using GradCamService.Evaluate.Report;
using GradCamService.Jobs.States;
using GradCamService.Problems;

namespace GradCamService.Jobs.Evaluations;

/// <summary>An evaluation's files as its result: the figures alone, or all of them.</summary>
internal static class EvaluationAnswers
{
    public static IReadOnlyDictionary<string, Func<JobServices, Job, Stream, CancellationToken, Task>> Types { get; } =
        new Dictionary<string, Func<JobServices, Job, Stream, CancellationToken, Task>>
        {
            [JsonAnswer.MediaType] = WriteFiguresAsync,
            [MediaTypeNames.Application.Zip] = WriteFilesAsync,
        };

    private static async Task WriteFiguresAsync(JobServices services, Job job, Stream stream, CancellationToken cancellation)
    {
        var figures = (await FilesAsync(services, job, cancellation)).Single(file => file.Name == ResultsFile.Name);
        await ChunkedFile.CopyAsync(services.Blobs, job.Id, figures.Chunks, stream, cancellation);
    }

    private static async Task WriteFilesAsync(JobServices services, Job job, Stream stream, CancellationToken cancellation)
    {
        var files = await FilesAsync(services, job, cancellation);
        await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation);
        foreach (var file in files)
        {
            await using var entry = await zip.CreateEntry(file.Name, CompressionLevel.Fastest).OpenAsync(cancellation);
            await ChunkedFile.CopyAsync(services.Blobs, job.Id, file.Chunks, entry, cancellation);
        }
    }

    /// <exception cref="KeptProblemException">It failed before there were any.</exception>
    private static async Task<IReadOnlyList<StoredFile>> FilesAsync(JobServices services, Job job, CancellationToken cancellation)
    {
        var conclusion = (await services.Store.PartsAsync(job.Id)).LastOrDefault(part => part.Count == 0);
        if (conclusion?.Result is not { } index)
            throw new KeptProblemException(Problem.Read(job.Problem!));
        return JsonSerializer.Deserialize<List<StoredFile>>(await services.Blobs.ReadAsync(job.Id, index, null, cancellation), JsonSerializerOptions.Web)!;
    }
}
