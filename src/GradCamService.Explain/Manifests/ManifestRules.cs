using GradCamService.Explain.Imaging;
using GradCamService.Explain.Naming;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Manifests;

/// <summary>What no field can tell alone: paths, and fields that need or exclude each other.</summary>
/// <param name="json">Where problems are told, those of single fields before.</param>
/// <param name="file">Without the fields that are wrong.</param>
/// <param name="folder">The model's folder.</param>
internal sealed class ManifestRules(JsonFile json, ModelFile file, string folder)
{
    /// <param name="task">Null where it is not known: then nothing is said about the fields of tasks.</param>
    /// <param name="tasks">All tasks.</param>
    public void Check(TaskRules? task, IReadOnlyList<TaskRules> tasks)
    {
        CheckInput();
        CheckTokenGrid();
        CheckPaths();
        CheckWiring();
        if (file.Bind is not null)
            new BindRules(json).Check(file.Bind);
        if (task is not null)
            CheckTask(task, tasks);
        if (file is { Concepts: not null, Labels: not null })
            json.Report("labels", "stands in place of concepts; there are both");
        if (file is { Boxes.Objectness: true, Scores: not (ScoreMeaning.Sigmoid or ScoreMeaning.Probabilities) })
            json.Report("boxes.objectness", "is multiplied with shares: scores must be sigmoid or probabilities");
        if (file is { TargetLayer: { } target, Layers: { } layers } && !layers.Contains(target))
            json.Report("targetLayer", $"'{target}' is not among layers: {string.Join(", ", layers)}");
    }

    private void CheckInput()
    {
        CheckCount("input.mean", file.Input?.Mean);
        CheckCount("input.std", file.Input?.Std);
        if (file.Input is { Frames: > 1, Further.Count: > 0 })
            json.Report("input.further", "is for photos of one scene; with frames there are none");
        if (file.Input is { } input && (input.Further is not null || ColorPlanes.Of(input.Color ?? ColorOrder.Rgb).Contains(Plane.Alpha)))
        {
            // Nothing else says how they are fed.
            foreach (var (name, isOpen) in new[]
                { ("width", input.Width is null), ("height", input.Height is null), ("mean", input.Mean is null), ("std", input.Std is null) })
                if (isOpen && !json.IsWrong($"input.{name}"))
                    json.Report($"input.{name}", "is missing; of other channels than a photo's it cannot be found");
            return;
        }
        foreach (var (name, other) in new[] { ("input.mean", "input.std"), ("input.std", "input.mean") })
            if (!json.IsWrong(name) && IsOpen(name) && (json.IsWrong(other) || !IsOpen(other)))
                json.Report(name, $"is missing; {other} is given, and one belongs to the other");

        bool IsOpen(string name) => (name == "input.mean" ? file.Input?.Mean : file.Input?.Std) is null;

        void CheckCount(string name, IReadOnlyList<float>? numbers)
        {
            var channels = file.Input?.Colors().Sum(color => ColorPlanes.Of(color).Count);
            if (numbers is not (null or { Count: 1 }) && numbers.Count != channels)
                json.Report(name, $"must be an array of {(channels == 1 ? "1 number" : $"1 or {channels} numbers")}, has {numbers.Count}");
        }
    }

    private void CheckTokenGrid()
    {
        // "tokens" says where patches lie, which numbers words have, or both.
        if (!Has("height", file.Tokens?.Height) && !Has("width", file.Tokens?.Width) && !Has("skip", file.Tokens?.Skip))
            return;
        foreach (var (name, value) in new[] { ("height", file.Tokens?.Height), ("width", file.Tokens?.Width) })
            if (!Has(name, value))
                json.Report($"tokens.{name}", "is missing; where patches lie, height and width tell together");

        bool Has(string name, int? value) => value is not null || json.IsWrong($"tokens.{name}");
    }

    private void CheckPaths()
    {
        Check("graph", file.Graph);
        Check("encoder.graph", file.Encoder?.Graph);
        Check("concepts", file.Concepts);
        Check("vocabulary", file.Vocabulary);
        Check("answers", file.Answers);
        foreach (var hashed in file.Sha256?.Keys ?? [])
            Check("sha256", hashed);

        void Check(string name, string? path)
        {
            if (path is not null && !ModelPaths.TryResolve(folder, path, out _, out var problem))
                json.Report(name, problem);
        }
    }

    private void CheckWiring()
    {
        var bindsEncoder = Binds(FeedSource.Encoder);
        if (file.Encoder is not null && !bindsEncoder)
            json.Report("bind", "must bind one of the graph's inputs to encoder, since there is an encoder");
        if (bindsEncoder && !json.Has("encoder"))
            json.Report("encoder", "is missing; expected an object with graph and output, since bind names encoder");
        if (file.Input?.Tensor is { } image && file.Bind?.GetValueOrDefault(image) is { } taken && (file.Encoder is null || taken.IsFurther))
            json.Report("bind", $"'{image}' is the image's own tensor");
    }

    private void CheckTask(TaskRules task, IReadOnlyList<TaskRules> tasks)
    {
        CheckText(task, tasks);
        foreach (var field in tasks.SelectMany(other => other.Fields).Distinct().Except(task.Fields).Where(json.Has))
            json.Report(field, $"belongs to {Those(other => other.Fields.Contains(field))}; task is {task.Name}");
        foreach (var field in task.Required.Where(field => !json.Has(field)))
            json.Report(field, $"is missing; a model for {task.Name} needs it");
        if (file.Tokens?.Special() is not null && task.Text is null)
            json.Report("tokens", $"padding, start, end, unknown belong to {Those(other => other.Text is not null)}");
        if (file.Input?.Frames is > 1 and var frames && !task.HasFrames)
            json.Report("input.frames", $"is {frames}; more than one frame is for {Those(other => other.HasFrames)} only");

        string Those(Func<TaskRules, bool> have) => string.Join(" or ", tasks.Where(have).Select(other => other.Name));
    }

    private void CheckText(TaskRules task, IReadOnlyList<TaskRules> tasks)
    {
        foreach (var other in tasks.Where(other => other.Text is { } text && text != task.Text && Binds(text)))
            json.Report("bind", $"{Names.Of(other.Text!.Value)} belongs to {other.Name}");
        if (task.Text is not { } read)
            return;
        if (!Binds(read))
            json.Report("bind", $"must bind one of the graph's inputs to {Names.Of(read)} for {task.Name}");
        if (!json.Has("vocabulary"))
            json.Report("vocabulary", $"is missing; expected the file of words by token number, for {task.Name}");
        if (task.WritesText && file.Vocabulary is not null && file.Tokens is not { Start: not null, End: not null })
            json.Report("tokens", $"must give the numbers of start and end for {task.Name}");
    }

    private bool Binds(FeedSource source) => file.Bind?.Values.Any(binding => binding.From == source) == true;
}
