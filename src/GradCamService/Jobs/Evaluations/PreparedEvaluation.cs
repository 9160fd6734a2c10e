using GradCamService.Configuration;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Runs;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Library;
using GradCamService.Explain.Queue;
using GradCamService.Problems;

namespace GradCamService.Jobs.Evaluations;

/// <summary>What all parts of an evaluation need: its dataset read, its models found, its plan made.</summary>
/// <param name="Plan">What is evaluated.</param>
/// <param name="Frame">What results say besides figures.</param>
/// <param name="Pieces">In the order of the job's parts.</param>
/// <param name="Folder">On this machine, for what belongs to the job while this is kept.</param>
/// <param name="Leases">Of its models: a job is computed by those that it began with.</param>
internal sealed record PreparedEvaluation(EvaluationPlan Plan, EvaluationResults Frame, IReadOnlyList<Piece> Pieces, string Folder, IReadOnlyList<ModelLease> Leases) : IDisposable
{
    /// <param name="services">Where models, datasets and blobs are.</param>
    /// <param name="job">The job's id.</param>
    /// <param name="order">What is to be done.</param>
    /// <param name="folder">Where an archive is unpacked; what is there from a try before is deleted.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidFieldsException">What was sent is wrong.</exception>
    /// <exception cref="Evaluate.Datasets.DatasetException">The dataset, or a file about it, is.</exception>
    /// <exception cref="ModelReplacedException">A network is not the one that the job was accepted for.</exception>
    /// <exception cref="DatasetReplacedException">Likewise the dataset.</exception>
    /// <exception cref="UnavailableException">Models or datasets are still being read, or not served here.</exception>
    public static async Task<PreparedEvaluation> OfAsync(JobServices services, string job, JobOrder order, string folder, CancellationToken cancellation)
    {
        var leases = new List<ModelLease>();
        try
        {
            foreach (var ordered in order.Models)
                leases.Add(await EnterAsync(services, ordered, cancellation));
            return await MakeAsync(services, job, order, folder, leases, cancellation);
        }
        catch
        {
            leases.ForEach(lease => lease.Dispose());
            throw;
        }
    }

    /// <summary>Lets go of the models.</summary>
    public void Dispose()
    {
        foreach (var lease in Leases)
            lease.Dispose();
    }

    private static async Task<PreparedEvaluation> MakeAsync(
        JobServices services, string job, JobOrder order, string folder, IReadOnlyList<ModelLease> leases, CancellationToken cancellation)
    {
        var place = order.Dataset is { } name ? Place(services, name)
            : await DatasetArchive.UnpackAsync(services, job, order.Archive, folder, cancellation);
        var errors = new FieldErrors();
        var request = EvaluationFields.Read(new FieldReader(order.Lookup, errors), place);
        errors.ThrowIfAny();
        request = request with
        {
            Categories = await FileAsync(services, job, order, EvaluationFields.Categories, request.Categories, Path.Combine(folder, "categories.json"), cancellation),
            Groups = await FileAsync(services, job, order, EvaluationFields.Groups, request.Groups, Path.Combine(folder, "groups.csv"), cancellation),
        };
        var (plan, frame) = Planning.Of(request, [.. leases.Select(lease => lease.Model)], ProductVersion.Short);
        if (order.Fingerprint is { } fingerprint && fingerprint != frame.Dataset.Fingerprint)
            throw new DatasetReplacedException(frame.Dataset.Name);
        return new PreparedEvaluation(plan, frame with { Arguments = Arguments(request, order) }, [.. plan.Pieces], folder, leases);
    }

    private static async Task<ModelLease> EnterAsync(JobServices services, OrderedModel ordered, CancellationToken cancellation)
    {
        var lease = await services.EnterAsync(ordered, cancellation);
        if (lease.Model.Sha256 == ordered.Sha256)
            return lease;
        lease.Dispose();
        throw new ModelReplacedException(ordered.Name);
    }

    private static string Place(JobServices services, string dataset) => services.Datasets.PlaceOf(dataset)
        ?? throw new UnavailableException($"The dataset '{dataset}' is not served here, or cannot be read.", retryAfter: null);

    /// <summary>A file about the dataset, wherever it came: a part of its own, or a text.</summary>
    /// <returns>Its path; null where none came.</returns>
    private static async Task<string?> FileAsync(
        JobServices services, string job, JobOrder order, Field field, string? text, string path, CancellationToken cancellation)
    {
        var shared = order.Files.FirstOrDefault(file => file.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
        if (shared is null && text is null)
            return null;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (shared is null)
            await File.WriteAllTextAsync(path, text, cancellation);
        else
            await File.WriteAllBytesAsync(path, await services.Blobs.ReadAsync(job, shared.Digest, null, cancellation), cancellation);
        return path;
    }

    /// <summary>As they were sent: where things lie on this machine is nobody's business.</summary>
    private static Dictionary<string, object?> Arguments(EvaluationRequest request, JobOrder order) => new(request.Arguments)
    {
        ["dataset"] = order.Dataset ?? JobFormReader.ArchiveField,
        ["categories"] = request.Categories is null ? null : Path.GetFileName(request.Categories),
        ["groups"] = request.Groups is null ? null : Path.GetFileName(request.Groups),
    };
}
