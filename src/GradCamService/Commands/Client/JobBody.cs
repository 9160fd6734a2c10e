using GradCamService.Evaluate.Runs;
using GradCamService.Explain.Orders;
using GradCamService.Jobs;

namespace GradCamService.Commands.Client;

/// <summary>The form of a job: fields, then photos or a dataset, whose files are read while they are sent.</summary>
internal sealed class JobBody
{
    private const string Evaluation = "evaluation";
    private const string Dataset = "dataset";

    private static readonly string[] FileFields = [EvaluationFields.Categories.Name, EvaluationFields.Groups.Name];

    private readonly List<(string Name, string Value)> _fields = [];
    private readonly List<(string Name, Func<HttpContent> Content, string File)> _files = [];

    /// <exception cref="WrongArgumentsException">A file is not there, or there is nothing to send.</exception>
    public JobBody(JobsSettings settings)
    {
        var isEvaluation = Evaluation.Equals(settings.Kind, StringComparison.OrdinalIgnoreCase);
        Add(JobFields.Kind.Name, settings.Kind);
        foreach (var model in settings.Model)
            Add(JobFields.Model.Name, model);
        Add(JobFields.Priority.Name, settings.Priority);
        Add(JobFields.Keep.Name, settings.Keep);
        Add(JobFields.Webhook.Name, settings.Webhook);
        Add(Dataset, settings.Dataset);
        foreach (var (name, value) in settings.Fields.SelectMany(field => field.Select(value => (field.Key, value))))
            if (isEvaluation && FileFields.Contains(name))
                AddFile(name, value);
            else
                Add(name, value);
        if (settings.Targets is [var archive] && archive.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            AddFile(JobFormReader.ArchiveField, archive);
        else if (isEvaluation)
            AddDataset(settings);
        else
            AddPhotos(settings.Targets);
    }

    /// <summary>What is sent; each time that it is sent, another.</summary>
    public MultipartFormDataContent Make()
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in _fields)
            form.Add(new StringContent(value), name);
        foreach (var (name, content, file) in _files)
            form.Add(content(), name, file);
        return form;
    }

    private void AddPhotos(string[] named)
    {
        if (named.Length == 0)
            throw new WrongArgumentsException("'jobs submit' needs photos, folders of photos, or a ZIP.");
        foreach (var photo in PhotoFile.Find(named, without: null))
            _files.Add((OrderReader.ImageField, () => new FileContent(photo.Path), photo.Name + Path.GetExtension(photo.Path)));
    }

    private void AddDataset(JobsSettings settings)
    {
        if (settings.Targets is [var folder] && settings.Dataset is null && Directory.Exists(folder))
            _files.Add((JobFormReader.ArchiveField, () => new FolderContent(folder), Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)) + ".zip"));
        else if (settings.Targets.Length > 0 || settings.Dataset is null)
            throw new WrongArgumentsException("An evaluation needs a dataset: its folder or a ZIP, or '--dataset NAME' of one that the service has.");
    }

    private void AddFile(string name, string path)
    {
        if (!File.Exists(path))
            throw new WrongArgumentsException($"'{path}' is not there; a file was expected.");
        _files.Add((name, () => new FileContent(path), Path.GetFileName(path)));
    }

    private void Add(string name, string? value)
    {
        if (value is not null)
            _fields.Add((name, value));
    }
}
