using GradCamService.Explain.Imaging;
using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Manifests;

/// <summary><c>model.json</c> → <see cref="ModelManifest"/>: reads every field, then says everything that is wrong.</summary>
internal static class ManifestReader
{
    public static ModelManifest Read(string folder, IReadOnlyList<TaskRules> tasks)
    {
        folder = Path.GetFullPath(folder);
        var json = JsonFile.Open(Path.Combine(folder, ModelManifest.FileName));
        var file = json.As(ManifestJson.Default.ModelFile);
        var task = tasks.FirstOrDefault(each => each.Name.Equals(file.Task, StringComparison.OrdinalIgnoreCase));
        if (task is null && file.Task is not null)
            json.Report("task", $"must be one of {string.Join(", ", tasks.Select(each => each.Name))}, "
                + $"is the text \"{Names.Shorten(file.Task)}\"");
        new ManifestRules(json, file, folder).Check(task, tasks);
        json.ThrowIfWrong();
        return Manifest(folder, file, task!);
    }

    private static ModelManifest Manifest(string folder, ModelFile file, TaskRules task) => new()
    {
        Folder = folder,
        Name = file.Name!,
        Task = task.Name,
        Title = file.Title ?? file.Name!,
        Version = file.Version ?? "1",
        License = file.License,
        Source = file.Source,
        Graph = file.Graph!,
        Encoder = file.Encoder,
        Input = Input(file.Input ?? new InputFile()),
        OpenInput = file.Input is { Width: not null, Height: not null, Mean: not null } ? null : file.Input ?? new InputFile(),
        Bind = file.Bind?.ToDictionary(entry => entry.Key, entry => entry.Value.ToBinding()) ?? [],
        Output = file.Output,
        Scores = file.Scores,
        TargetLayer = file.TargetLayer,
        Layers = file.Layers ?? (file.TargetLayer is null ? [] : [file.TargetLayer]),
        Threshold = file.Threshold,
        TokenGrid = file.Tokens is { Height: { } height, Width: { } width } grid ? new TokenGrid(height, width, grid.Skip ?? 0) : null,
        SpecialTokens = file.Tokens?.Special(),
        Concepts = file.Concepts,
        Labels = file.Labels ?? [],
        Vocabulary = file.Vocabulary,
        MaxLength = file.MaxLength ?? task.MaxLength,
        Answers = file.Answers,
        Actions = file.Actions ?? [],
        Boxes = file.Boxes?.Wiring(),
        Sha256 = file.Sha256?.ToDictionary(entry => entry.Key, entry => entry.Value.ToLowerInvariant()) ?? [],
    };

    private static ManifestInput Input(InputFile input)
    {
        // Sizes and numbers that are left open are filled in before anything is computed with them.
        var all = new InputSpec(input.Width ?? 1, input.Height ?? 1, input.Color ?? ColorOrder.Rgb, input.Crop ?? 1,
            input.Fit ?? Fit.Crop, input.Resize ?? Resampling.Bicubic, input.Mean ?? [0], input.Std ?? [1]);
        var first = 0;
        var photos = new List<InputSpec>();
        foreach (var color in input.Colors())
        {
            var photo = all with { Color = color };
            photos.Add(photo with { Mean = Part(all.Mean, photo.Channels), Std = Part(all.Std, photo.Channels) });
            first += photo.Channels;
        }
        return new ManifestInput(input.Tensor, input.Layout, photos.Count == 1 ? photos[0] : photos[0] with { Further = photos[1..] }, input.Frames ?? 1);

        IReadOnlyList<float> Part(IReadOnlyList<float> numbers, int channels) =>
            numbers.Count == 1 ? numbers : [.. numbers.Skip(first).Take(channels)];
    }
}
