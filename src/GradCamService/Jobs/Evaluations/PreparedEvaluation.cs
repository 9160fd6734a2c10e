using GradCamService.Configuration;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Runs;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Models;
using GradCamService.Explain.Queue;
using GradCamService.Models;
using GradCamService.Problems;

namespace GradCamService.Jobs.Evaluations;

/// <summary>What all parts of an evaluation need: its dataset read, its models found, its plan made.</summary>
/// <param name="Plan">What is evaluated.</param>
/// <param name="Frame">What results say besides figures.</param>
/// <param name="Pieces">In the order of the job's parts.</param>
/// <param name="Folder">On this machine, for what belongs to the job while this is kept.</param>
internal sealed record PreparedEvaluation(EvaluationPlan Plan, EvaluationResults Frame, IReadOnlyList<Piece> Pieces, string Folder)
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
        var models = order.Models.Select(ordered => Model(services, ordered)).ToList();
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
        var (plan, frame) = Planning.Of(request, models, ProductVersion.Short);
        if (order.Fingerprint is { } fingerprint && fingerprint != frame.Dataset.Fingerprint)
            throw new DatasetReplacedException(frame.Dataset.Name);
        return new PreparedEvaluation(plan, frame with { Arguments = Arguments(request, order) }, [.. plan.Pieces], folder);
    }

    private static LoadedModel Model(JobServices services, OrderedModel ordered)
    {
        var model = services.Models.Library.Ready(ordered.Name);
        return model.Sha256 == ordered.Sha256 ? model : throw new ModelReplacedException(model.Name);
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
