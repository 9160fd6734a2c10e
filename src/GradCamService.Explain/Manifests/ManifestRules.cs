namespace GradCamService.Explain.Manifests;

/// <summary>What no field can tell alone: names, paths, and fields that need or exclude each other.</summary>
internal static class ManifestRules
{
    public static void Check(ModelManifest manifest, JsonFields fields)
    {
        CheckName(manifest.Name, fields);
        CheckPaths(manifest, fields);
        CheckWiring(manifest, fields);
        if (!fields.IsWrong("task"))
            CheckTask(manifest, fields);
        if (manifest.TargetLayer is { } target && !manifest.Layers.Contains(target))
            fields.Report("targetLayer", $"'{target}' is not among layers: {string.Join(", ", manifest.Layers)}");
    }

    private static void CheckName(string name, JsonFields fields)
    {
        if (name.Length == 0)
            return;
        if (name.Length > ModelNames.Longest || !char.IsAsciiLetterOrDigit(name[0])
            || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
            fields.Report(
                "name",
                $"must be at most {ModelNames.Longest} letters, digits, '.', '_', '-', beginning with a letter or digit, is '{name}'");
    }

    private static void CheckPaths(ModelManifest manifest, JsonFields fields)
    {
        Check("graph", manifest.Graph);
        Check("encoder.graph", manifest.Encoder?.Graph);
        Check("concepts", manifest.Concepts);
        Check("vocabulary", manifest.Vocabulary);
        Check("answers", manifest.Answers);
        foreach (var file in manifest.Sha256.Keys)
            Check("sha256", file);

        void Check(string name, string? file)
        {
            // An empty one was reported where it was read.
            if (!string.IsNullOrEmpty(file) && !ModelPaths.TryResolve(manifest.Folder, file, out _, out var problem))
                fields.Report(name, problem);
        }
    }

    private static void CheckWiring(ModelManifest manifest, JsonFields fields)
    {
        var bindsEncoder = manifest.Bind.Values.Contains(FeedSource.Encoder);
        if (manifest.Encoder is not null && !bindsEncoder)
            fields.Report("bind", "must bind one of the graph's inputs to encoder, since there is an encoder");
        if (bindsEncoder && !fields.Has("encoder"))
            fields.Report("encoder", "is missing; expected an object with graph and output, since bind names encoder");
        if (manifest.Encoder is null && manifest.Input.Tensor is { } image && manifest.Bind.ContainsKey(image))
            fields.Report("bind", $"'{image}' is the image's own tensor");
    }

    private static void CheckTask(ModelManifest manifest, JsonFields fields)
    {
        var task = manifest.Task;
        CheckText(FeedSource.Caption, TaskName.Captioning);
        CheckText(FeedSource.Question, TaskName.Vqa);
        if (task == TaskName.Captioning && manifest.Vocabulary is not null
            && (manifest.SpecialTokens?.Start is null || manifest.SpecialTokens.End is null))
            fields.Report("tokens", "must give the numbers of start and end for captioning");
        Refuse("answers", TaskName.Vqa);
        Refuse("actions", TaskName.Policy);
        Refuse("vocabulary", TaskName.Captioning, TaskName.Vqa);
        Refuse("maxLength", TaskName.Captioning, TaskName.Vqa);
        Refuse("concepts", TaskName.Classification);
        if (manifest.SpecialTokens is not null && task is not (TaskName.Captioning or TaskName.Vqa))
            fields.Report("tokens", "padding, start, end, unknown belong to captioning or vqa");
        if (manifest.Input.Frames > 1 && task != TaskName.Policy)
            fields.Report("input.frames", $"is {manifest.Input.Frames}; more than one frame is for policy only");

        void CheckText(FeedSource feed, TaskName owner)
        {
            var (word, bound) = (Word(feed), manifest.Bind.Values.Contains(feed));
            if (task == owner && !bound)
                fields.Report("bind", $"must bind one of the graph's inputs to {word} for {Word(owner)}");
            if (task != owner && bound)
                fields.Report("bind", $"{word} belongs to {Word(owner)}");
            if (task == owner)
                fields.Required("vocabulary", manifest.Vocabulary, $"the file of words by token number, for {Word(owner)}");
        }

        void Refuse(string name, params TaskName[] owners)
        {
            if (fields.Has(name) && !owners.Contains(task))
                fields.Report(name, $"belongs to {string.Join(" or ", owners.Select(owner => Word(owner)))}; task is {Word(task)}");
        }
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
