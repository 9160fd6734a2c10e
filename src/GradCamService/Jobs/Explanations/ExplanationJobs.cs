using System.Diagnostics;
using System.Text;
using GradCamService.Answers;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;
using GradCamService.Jobs.Work;
using GradCamService.Models;
using GradCamService.Problems;

namespace GradCamService.Jobs.Explanations;

/// <summary>Many photos, each answered as <c>POST …/explanations</c> would.</summary>
internal static partial class ExplanationJobs
{
    // A failure that passes, as of a full memory, has passed by then.
    private const int Tries = 3;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);

    // A slow method on one photo; what takes longer does not end by itself.
    private static readonly TimeSpan ItemTimeout = TimeSpan.FromMinutes(30);

    public static JobRow Row { get; } = new(
        "explanation", "Explains every photo.", (services, sent, _) => Task.FromResult(ExplanationAcceptance.Accept(services, sent)), ExplanationAcceptance.UnpackAsync, ComputeAsync, Abandon, ExplanationResults.Types)
    {
        AreItemsApart = true,
    };

    private static async Task<FinishedPart> ComputeAsync(JobServices services, BegunPart begun, CancellationToken cancellation)
    {
        var kept = JobOrder.Of(begun.Job);
        if (services.Models.Library.Find(kept.Models[0].Name) is null)
            return All(begun, Problem.Of(ModelLookup.NotFound(services.Models.Library, kept.Models[0].Name, version: null)));
        using var lease = await services.EnterAsync(kept.Models[0], cancellation);
        if (lease.Model.Sha256 != kept.Models[0].Sha256)
            return All(begun, Problem.Of(new ModelReplacedException(lease.Model.Name)));
        var order = ExplanationAcceptance.ReadOrder(kept, lease.Model, new FieldErrors());
        var shared = await SharedAsync(services, begun.Job.Id, kept, cancellation);
        var pack = await PackAsync(services, begun, cancellation);
        var answers = new (IReadOnlyList<(string Name, byte[] Bytes)> Forms, string? Problem)[begun.Items.Count];
        await Parallel.ForAsync(0, answers.Length, new ParallelOptions { MaxDegreeOfParallelism = services.Slots.Count, CancellationToken = cancellation },
            async (i, token) => answers[i] = await AnswerAsync(services, order, begun, begun.Items[i], pack, shared, token));
        return await StoreAsync(services, begun, answers, cancellation);
    }

    /// <summary>The blob that all items lie in; null where it is read piece by piece, or is lost, which each item is told.</summary>
    private static async Task<byte[]?> PackAsync(JobServices services, BegunPart begun, CancellationToken cancellation)
    {
        if (begun.Items.Count == 1 || begun.Items.Select(item => item.Photos).Distinct().ToList() is not [var only])
            return null;
        try
        {
            return await services.Blobs.ReadAsync(begun.Job.Id, only, null, cancellation);
        }
        catch (BlobMissingException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> SharedAsync(
        JobServices services, string job, JobOrder kept, CancellationToken cancellation)
    {
        var shared = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in kept.Files)
            shared[file.Name] = await services.Blobs.ReadAsync(job, file.Digest, null, cancellation);
        return shared;
    }

    private static async Task<(IReadOnlyList<(string, byte[])> Forms, string? Problem)> AnswerAsync(
        JobServices services, Order order, BegunPart begun, Item item, byte[]? pack, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> shared,
        CancellationToken cancellation)
    {
        using var slot = await services.Slots.EnterAsync(cancellation);
        using var activity = JobTraces.Source.StartActivity("item", ActivityKind.Internal, default(ActivityContext), [new("gradcam.item", item.Number)]);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var files = await FilesAsync(services, begun.Job.Id, item, pack, cancellation);
                return (await ExplainAsync(services, order, item, files, shared, cancellation), null);
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or UnavailableException or StorageException))
            {
                var problem = Problem.Of(exception);
                if (!problem.IsInternal || attempt == Tries)
                {
                    if (problem.IsInternal)
                        Failed(services.Log, exception, begun.Job.Id, item.Number);
                    return ([], Encoding.UTF8.GetString(problem.ToBytes()));
                }
                await Task.Delay(FirstWait * Math.Pow(2, attempt - 1), services.Time, cancellation);
            }
        }
    }

    private static async Task<IReadOnlyList<ReadOnlyMemory<byte>>> FilesAsync(
        JobServices services, string job, Item item, byte[]? pack, CancellationToken cancellation)
    {
        var files = new List<ReadOnlyMemory<byte>>();
        foreach (var range in item.Files)
            files.Add(pack?.AsMemory(range.Offset, range.Length) ?? await services.Blobs.ReadAsync(job, item.Photos, range, cancellation));
        return files;
    }

    private static async Task<IReadOnlyList<(string, byte[])>> ExplainAsync(
        JobServices services, Order order, Item item, IReadOnlyList<ReadOnlyMemory<byte>> files, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> shared,
        CancellationToken cancellation)
    {
        if (item.Files.Count == 0)
            throw new UploadTooLargeException(services.Upload.MaxBytes);
        if (files.Any(file => file.Length == 0))
            throw new MissingImageException("The part 'image' is empty.");
        var clock = Stopwatch.StartNew();
        using var place = await services.Queue.EnterAsync(files.Sum(file => (long)file.Length), ItemTimeout, cancellation);
        using var upload = new Upload(files) { Pictures = shared };
        var explained = await place.ExplainAsync(order, upload);
        var rendering = Stopwatch.GetTimestamp();
        return await place.DrawAsync(explained, stop => ItemForms.Of(
            explained, () => Timings.Of(explained.Times, Stopwatch.GetElapsedTime(rendering), clock.Elapsed), stop));
    }

    private static async Task<FinishedPart> StoreAsync(
        JobServices services, BegunPart begun, (IReadOnlyList<(string Name, byte[] Bytes)> Forms, string? Problem)[] answers, CancellationToken cancellation)
    {
        // One blob: what a part's answers are together was bounded when it was made.
        var pack = new Pack();
        var ranges = answers.Select(answer => answer.Forms.Select(form => Place(pack, form.Name, form.Bytes)).ToList()).ToList();
        var digest = pack.Length == 0 ? null : await services.Blobs.PutAsync(begun.Job.Id, pack.Bytes, cancellation);
        return new FinishedPart([.. begun.Items.Select((item, i) =>
            new AnsweredItem(item.Number, answers[i].Problem, answers[i].Problem is null ? digest : null, ranges[i]))]);
    }

    private static NamedRange Place(Pack pack, string name, byte[] bytes)
    {
        var (offset, length) = pack.Add(bytes);
        return new NamedRange(name, offset, length);
    }

    private static FinishedPart Abandon(JobServices services, BegunPart begun) => All(begun, Problem.WorkersDied(PartStore.MostAttempts));

    private static FinishedPart All(BegunPart begun, Problem problem) =>
        new([.. begun.Items.Select(item => new AnsweredItem(item.Number, Encoding.UTF8.GetString(problem.ToBytes()), null, []))]);

    [LoggerMessage(LogLevel.Error, "Item {Item} of job {Job} failed")]
    private static partial void Failed(ILogger logger, Exception exception, string job, int item);
}
