using System.Diagnostics;
using System.Text;
using GradCamService.Answers;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Models;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using GradCamService.Explain.Tasks;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;
using GradCamService.Jobs.Work;
using GradCamService.Models;
using GradCamService.Problems;

namespace GradCamService.Jobs;

/// <summary>Many photos, each answered as <c>POST …/explanations</c> would.</summary>
internal static partial class ExplanationJobs
{
    // About two seconds of work on two cores: less is lost where a worker dies, more would be spent on storing.
    private const int MostPhotosAPart = 16;
    private const int PassesAPart = 64;

    // What a part's answers may be together before they are stored.
    private const long BytesAPart = 64 << 20;

    // A failure that passes, as of a full memory, has passed by then.
    private const int Tries = 3;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);

    // A slow method on one photo; what takes longer does not end by itself.
    private static readonly TimeSpan ItemTimeout = TimeSpan.FromMinutes(30);

    public static JobRow Row { get; } = new(
        "explanation", "Explains every photo.", (services, sent, _) => Task.FromResult(Accept(services, sent)), UnpackAsync, ComputeAsync, Abandon, ExplanationResults.Types)
    {
        AreItemsApart = true,
    };

    private static ReadJob Accept(JobServices services, SentJob sent)
    {
        if (sent.Models.Count != 1)
            sent.Errors.Add(JobFields.Model.Name, sent.Models.Count == 0 ? "The field 'model' is missing: the name of the model that is asked." : "A job of explanations asks one model.");
        sent.Errors.ThrowIfAny();
        var model = services.Models.Library.Ready(sent.Models[0]);
        foreach (var (photo, i) in sent.Photos.Select((photo, i) => (photo, i)))
            CheckFiles(model, photo, i, sent.Errors);
        foreach (var picture in InputFields.Sendable(model).OfType<PictureInput>().Where(input => sent.Files.All(file => !file.Name.Equals(input.Field, StringComparison.OrdinalIgnoreCase))))
            sent.Errors.Add(picture.Field, $"The job has no part '{picture.Field}': '{model.Name}' sees a second picture there, the same with every photo.");
        InputFields.RefuseOthers(sent.Files.Select(file => file.Name), model, sent.Errors);
        if (sent.Photos.Count == 0)
            sent.Errors.Add(OrderReader.ImageField, "The job has no photos: send parts 'image', or an 'archive' with photos in it.");
        var kept = new JobOrder(sent.Fields, [new OrderedModel(model.Name, model.Sha256)]) { Files = sent.Files };
        var order = ReadOrder(kept, model, sent.Errors);
        var most = PhotosAPart(order);
        var (parts, photos) = (new List<int>(), new List<(StoredPhoto, int)>());
        StoredPhoto? last = null;
        foreach (var photo in sent.Photos)
        {
            if (last is null || photo.Pack != last.Pack || parts[^1] == most)
                parts.Add(0);
            parts[^1]++;
            photos.Add((photo, parts.Count - 1));
            last = photo;
        }
        return new ReadJob(model.Name, kept, sent.Photos.Count, parts, photos);
    }

    private static async Task<SentJob> UnpackAsync(JobServices services, SentJob sent, FileInfo archive, CancellationToken cancellation)
    {
        var photos = new PhotoPacker(services.Blobs, sent.Id, services.Options);
        await ArchivePhotos.AddAsync(archive, photos, services.Upload, services.Options, cancellation);
        await photos.FlushAsync(cancellation);
        return sent with { Photos = [.. sent.Photos, .. photos.Photos] };
    }

    private static void CheckFiles(LoadedModel model, StoredPhoto photo, int number, FieldErrors errors)
    {
        var (images, count) = (model.Manifest.Input.Images * (1 + model.Task.References), photo.Files.Count);
        if (count > images)
            errors.Add($"{OrderReader.ImageField}.{number}", $"'{model.Name}' sees {images} {(images == 1 ? "image" : "images")} at once; there are {count}.");
        else if (count > 0 && model.Manifest.Input.Spec.Further.Count > 0 && count % model.Manifest.Input.Images != 0)
            errors.Add($"{OrderReader.ImageField}.{number}", $"'{model.Name}' sees {model.Manifest.Input.Images} photos of a scene; there {(count == 1 ? "is 1" : $"are {count}")}.");
    }

    /// <exception cref="InvalidFieldsException">All that is wrong.</exception>
    private static Order ReadOrder(JobOrder kept, LoadedModel model, FieldErrors errors) =>
        JsonAnswer.Format.Prepare(OrderReader.Explanation.Read(kept.Lookup, model, TaskTable.All, errors));

    private static int PhotosAPart(Order order)
    {
        var passes = 2 + order.Rounds + order.PassesBesides;
        var (shape, targets) = (order.Model.InputShape, order.Subject.Targets.ExpectedCount);
        var bytes = sizeof(float) * shape.Aggregate(1L, (product, size) => product * size) * targets
            * (order.Methods.Count(method => method.Pixels is not null) + order.Drawn.Count + 1);
        return (int)Math.Clamp(Math.Min(PassesAPart / passes, BytesAPart / Math.Max(bytes, 1)), 1, MostPhotosAPart);
    }

    private static async Task<FinishedPart> ComputeAsync(JobServices services, BegunPart begun, CancellationToken cancellation)
    {
        var kept = JobOrder.Of(begun.Job);
        var model = services.Models.Library.Ready(kept.Models[0].Name);
        if (model.Sha256 != kept.Models[0].Sha256)
            return All(begun, Problem.Of(new ModelReplacedException(model.Name)));
        var order = ReadOrder(kept, model, new FieldErrors());
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
        // A pack holds what it takes, but a part's answers are one blob: they were bounded when the part was made.
        var (pack, ranges) = (new Pack(), new List<IReadOnlyList<NamedRange>>());
        foreach (var (forms, _) in answers)
            ranges.Add([.. forms.Select(form => pack.Add(form.Bytes) is var range ? new NamedRange(form.Name, range.Offset, range.Length) : null!)]);
        var digest = pack.Length == 0 ? null : await services.Blobs.PutAsync(begun.Job.Id, pack.Bytes, cancellation);
        return new FinishedPart([.. begun.Items.Select((item, i) =>
            new AnsweredItem(item.Number, answers[i].Problem, answers[i].Problem is null ? digest : null, ranges[i]))]);
    }

    private static FinishedPart Abandon(JobServices services, BegunPart begun) => All(begun, Problem.WorkersDied(PartStore.MostAttempts));

    private static FinishedPart All(BegunPart begun, Problem problem) =>
        new([.. begun.Items.Select(item => new AnsweredItem(item.Number, Encoding.UTF8.GetString(problem.ToBytes()), null, []))]);

    [LoggerMessage(LogLevel.Error, "Item {Item} of job {Job} failed")]
    private static partial void Failed(ILogger logger, Exception exception, string job, int item);
}
