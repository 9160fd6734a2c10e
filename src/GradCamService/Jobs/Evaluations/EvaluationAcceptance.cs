using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Runs;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Models;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Orders;
using GradCamService.Models;
using GradCamService.Problems;

namespace GradCamService.Jobs.Evaluations;

/// <summary>What was sent → an evaluation that can be computed, or all that is wrong with it.</summary>
internal static class EvaluationAcceptance
{
    /// <exception cref="InvalidFieldsException">Fields, the dataset, or files about it are wrong.</exception>
    /// <exception cref="JobTooLargeException">An archive has more photos than a job may have.</exception>
    public static async Task<ReadJob> AcceptAsync(JobServices services, SentJob sent, CancellationToken cancellation)
    {
        var errors = sent.Errors;
        var fields = new FieldReader(sent.Fields.ToLookup(field => field.Name, field => field.Value, StringComparer.OrdinalIgnoreCase), errors);
        fields.RefuseOthers([.. EvaluationJobFields.All.Select(field => field.Name)]);
        _ = EvaluationFields.Read(fields, "");
        CheckFiles(fields, sent);
        var models = Models(services, sent);
        var dataset = Dataset(services, fields, sent);
        errors.ThrowIfAny();
        var order = new JobOrder(sent.Fields, [.. models.Select(model => new OrderedModel(model.Name, model.Sha256))])
        {
            Files = sent.Files,
            Archive = sent.Archive,
            Dataset = dataset,
        };
        using var prepared = await PrepareAsync(services, sent.Id, order, cancellation);
        var (plan, pieces) = (prepared.Evaluation.Plan, prepared.Evaluation.Pieces);
        if (dataset is null && plan.Images.Count > services.Options.MaxItems)
            throw JobTooLargeException.Items(services.Options.MaxItems);
        var counts = pieces.Select(piece => plan.ImagesOf(piece).Count).ToList();
        return new ReadJob(
            string.Join(", ", models.Select(model => model.Name)), order with { Fingerprint = prepared.Evaluation.Frame.Dataset.Fingerprint }, counts.Sum(), counts, []);
    }

    private static void CheckFiles(FieldReader fields, SentJob sent)
    {
        if (sent.Photos.Count > 0)
            sent.Errors.Add(OrderReader.ImageField, "An evaluation has no parts 'image': name a 'dataset', or send one in a part 'archive'.");
        var known = EvaluationJobFields.Files.Select(field => field.Name).ToList();
        foreach (var name in sent.Files.Select(file => file.Name).Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
            sent.Errors.Add(Names.Shorten(name), $"An evaluation has no file '{Names.Shorten(name)}'; there are {string.Join(", ", known)}.");
        foreach (var field in EvaluationJobFields.Files)
            if (sent.Files.Count(file => file.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)) + (fields.Has(field) ? 1 : 0) > 1)
                sent.Errors.Add(field.Name, $"'{field.Name}' may be given once.");
    }

    private static List<LoadedModel> Models(JobServices services, SentJob sent)
    {
        if (sent.Models.Count == 0)
            sent.Errors.Add(JobFields.Model.Name, "The field 'model' is missing: the name of the model that is asked.");
        var library = services.Models.Library;
        foreach (var name in sent.Models.Where(name => library.Find(name) is null))
            sent.Errors.AddUnknown(JobFields.Model.Name, "model", name, library.Models.Select(entry => entry.Name));
        return [.. sent.Models.Distinct().Where(name => library.Find(name) is not null).Select(name => library.Ready(name))];
    }

    private static string? Dataset(JobServices services, FieldReader fields, SentJob sent)
    {
        var field = EvaluationJobFields.Dataset;
        if (fields.Text(field) is not { } name)
        {
            if (sent.Archive.Count == 0)
                sent.Errors.Add(field.Name, "The job has no dataset: name one of GET /v1/datasets in 'dataset', or send one in a part 'archive', a ZIP.");
            return null;
        }
        if (sent.Archive.Count > 0)
            sent.Errors.Add(field.Name, "The job has a 'dataset' and an 'archive'; send one of them.");
        else if (services.Datasets.All.FirstOrDefault(dataset => dataset.Name == name) is not { } found)
            sent.Errors.AddUnknown(field.Name, "dataset", name, services.Datasets.All.Where(dataset => dataset.Reason is null).Select(dataset => dataset.Name));
        else if (found.Reason is { } reason)
            sent.Errors.Add(field.Name, $"'{name}' cannot be read: {reason}");
        return name;
    }

    private static async Task<EvaluationShelf.Lease> PrepareAsync(JobServices services, string job, JobOrder order, CancellationToken cancellation)
    {
        try
        {
            return await services.Evaluations.EnterAsync(services, job, order, cancellation);
        }
        catch (DatasetException exception)
        {
            var field = exception.Field is "dataset" or null && order.Dataset is null ? JobFormReader.ArchiveField : exception.Field ?? EvaluationJobFields.Dataset.Name;
            throw new InvalidFieldsException(new Dictionary<string, string[]> { [field] = Shown(exception.Problems) });
        }
    }

    // A broken table of fifty thousand rows should not become an answer of as many.
    private static string[] Shown(IReadOnlyList<string> problems)
    {
        const int most = 20;
        return problems.Count <= most ? [.. problems]
            : [.. problems.Take(most), FormattableString.Invariant($"and {problems.Count - most} more problems")];
    }
}
