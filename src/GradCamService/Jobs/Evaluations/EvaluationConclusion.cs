using System.Text;
using System.Text.Json;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Report;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Runs;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;
using GradCamService.Problems;

namespace GradCamService.Jobs.Evaluations;

/// <summary>All pieces of an evaluation → its files, as the command writes them.</summary>
internal static class EvaluationConclusion
{
    /// <returns>With the index of the files as its result.</returns>
    public static async Task<FinishedPart> ComputeAsync(JobServices services, Job job, PreparedEvaluation evaluation, CancellationToken cancellation)
    {
        // Another attempt may still be writing.
        var folder = Directory.CreateDirectory(Path.Combine(evaluation.Folder, $"conclusion-{Guid.NewGuid():N}")).FullName;
        try
        {
            var path = Path.Combine(folder, "pieces.jsonl");
            await SpoolAsync(services, job.Id, evaluation, path, cancellation);
            var pieces = File.ReadLines(path).Select(line => PieceJson.Read(Encoding.UTF8.GetBytes(line)));
            var results = ResultsBuilder.Build(evaluation.Plan, pieces, evaluation.Frame);
            await EvaluationFiles.WriteAsync(folder, evaluation.Plan, results, pieces, services.Queue, cancellation);
            return new FinishedPart([])
            {
                Result = await StoreAsync(services.Blobs, job.Id, folder, cancellation),
                Problem = ProblemOf(evaluation.Plan, results, job),
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Brings the pieces to this machine, in their order, since they are read several times.</summary>
    private static async Task SpoolAsync(JobServices services, string job, PreparedEvaluation evaluation, string path, CancellationToken cancellation)
    {
        var parts = await services.Store.PartsAsync(job);
        await using var file = File.Create(path);
        foreach (var (piece, part) in evaluation.Pieces.Zip(parts))
        {
            await file.WriteAsync(part.Result is { } digest
                ? await services.Blobs.ReadAsync(job, digest, null, cancellation) : PieceJson.Write(Abandoned(evaluation.Plan, piece)), cancellation);
            file.WriteByte((byte)'\n');
        }
    }

    /// <summary>A piece that ended its workers: its photos are listed with the reason.</summary>
    private static PieceResult Abandoned(EvaluationPlan plan, Piece piece)
    {
        var problem = Problem.WorkersDied(PartStore.MostAttempts, "this photo and those beside it").Detail;
        return new PieceResult(piece, piece.Depth > 0 ? [] : [.. plan.ImagesOf(piece).Select(image => new ImageResult(image.Id, problem, [], []))]);
    }

    private static async Task<string> StoreAsync(IBlobs blobs, string job, string folder, CancellationToken cancellation)
    {
        var files = new List<StoredFile>();
        foreach (var name in new[] { ResultsFile.Name, ImagesFile.Name, ReportFile.Name })
        {
            await using var file = File.OpenRead(Path.Combine(folder, name));
            files.Add(new StoredFile(name, await ChunkedFile.StoreAsync(blobs, job, file, cancellation)));
        }
        return await blobs.PutAsync(job, JsonSerializer.SerializeToUtf8Bytes(files, JsonSerializerOptions.Web), cancellation);
    }

    /// <summary>Why the job fails where every photo did, though its files say the same of each.</summary>
    private static string? ProblemOf(EvaluationPlan plan, EvaluationResults results, Job job)
    {
        if (job.Failed < job.Total || results.BadImages.FirstOrDefault(bad => plan.Images.Any(image => image.Id == bad.Image)) is not { } bad)
            return null;
        return Encoding.UTF8.GetString(Problem.Of(new UnreadableDatasetException(bad.Image, bad.Problem)).ToBytes());
    }
}

/// <summary>A file of an evaluation.</summary>
/// <param name="Name">As the command writes it.</param>
/// <param name="Chunks">Its blobs, one behind the other.</param>
internal sealed record StoredFile(string Name, IReadOnlyList<string> Chunks);
