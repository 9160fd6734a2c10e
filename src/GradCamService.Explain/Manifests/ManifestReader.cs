using System.Text.Json;

namespace GradCamService.Explain.Manifests;

/// <summary><c>model.json</c> → <see cref="ModelManifest"/>: reads every field, then says everything that is wrong.</summary>
internal static class ManifestReader
{
    private const int MostTokens = 1_000_000;
    private const int MostPatches = 4096;

    private static readonly Dictionary<string, TaskName> Tasks = new()
    {
        ["classification"] = TaskName.Classification,
        ["captioning"] = TaskName.Captioning,
        ["vqa"] = TaskName.Vqa,
        ["policy"] = TaskName.Policy,
    };

    private static readonly Dictionary<string, FeedSource> Feeds = new()
    {
        ["encoder"] = FeedSource.Encoder,
        ["caption"] = FeedSource.Caption,
        ["question"] = FeedSource.Question,
    };

    public static ModelManifest Read(string folder)
    {
        var file = Path.Combine(Path.GetFullPath(folder), ModelManifest.FileName);
        var root = ModelJson.Read(file);
        if (root.ValueKind != JsonValueKind.Object)
            throw new ManifestException(file, [$"must be an object, is {ModelJson.Kind(root)}"]);

        List<string> problems = [];
        var fields = new JsonFields(root, "", problems);
        var manifest = Parse(Path.GetDirectoryName(file)!, fields);
        fields.RefuseOthers();
        ManifestRules.Check(manifest, fields);
        return problems.Count == 0 ? manifest : throw new ManifestException(file, problems);
    }

    private static ModelManifest Parse(string folder, JsonFields fields)
    {
        var name = fields.RequiredText("name");
        var task = fields.Required("task", fields.Choice("task", Tasks), $"one of {string.Join(", ", Tasks.Keys)}")
            ?? TaskName.Classification;
        var target = fields.Text("targetLayer");
        var tokens = fields.Object("tokens");
        var manifest = new ModelManifest
        {
            Folder = folder,
            Name = name,
            Task = task,
            Title = fields.Text("title") ?? name,
            Version = fields.Text("version") ?? "1",
            License = fields.Text("license"),
            Source = fields.Text("source"),
            Graph = fields.RequiredText("graph"),
            Encoder = Encoder(fields.Object("encoder")),
            Input = ManifestInputReader.Read(fields),
            Bind = Bind(fields.Object("bind")),
            Output = fields.Text("output"),
            TargetLayer = target,
            Layers = fields.Texts("layers") ?? (target is null ? [] : [target]),
            TokenGrid = Grid(tokens),
            SpecialTokens = Special(tokens),
            Concepts = fields.Text("concepts"),
            Vocabulary = fields.Text("vocabulary"),
            MaxLength = fields.Integer("maxLength", 1, 1000)
                ?? (task == TaskName.Captioning ? ModelManifest.DefaultCaptionLength : null),
            Answers = fields.Text("answers"),
            Actions = fields.Texts("actions") ?? [],
            Sha256 = Hashes(fields),
        };
        tokens?.RefuseOthers();
        return manifest;
    }

    private static EncoderReference? Encoder(JsonFields? fields)
    {
        if (fields is null)
            return null;
        var encoder = new EncoderReference(fields.RequiredText("graph"), fields.RequiredText("output"));
        fields.RefuseOthers();
        return encoder;
    }

    private static Dictionary<string, FeedSource> Bind(JsonFields? fields)
    {
        Dictionary<string, FeedSource> bind = [];
        foreach (var input in fields?.Names() ?? [])
        {
            if (fields!.Choice(input, Feeds) is { } source)
                bind.Add(input, source);
        }

        return bind;
    }

    private static TokenGrid? Grid(JsonFields? fields)
    {
        // "tokens" says where patches lie, which numbers words have, or both. All three are asked for, so that all are known.
        var isGrid = fields is not null && (fields.Has("height") | fields.Has("width") | fields.Has("skip"));
        return isGrid
            ? new TokenGrid(
                fields!.RequiredInteger("height", 1, MostPatches),
                fields.RequiredInteger("width", 1, MostPatches),
                fields.Integer("skip", 0, MostPatches) ?? 0)
            : null;
    }

    private static SpecialTokens? Special(JsonFields? fields)
    {
        if (fields is null)
            return null;
        var tokens = new SpecialTokens(Token("padding"), Token("start"), Token("end"), Token("unknown"));
        return tokens == new SpecialTokens() ? null : tokens;

        int? Token(string name) => fields.Integer(name, 0, MostTokens);
    }

    private static Dictionary<string, string> Hashes(JsonFields fields) =>
        fields.Map("sha256", "64 hexadecimal digits", hash => hash.Length == 64 && hash.All(char.IsAsciiHexDigit))?
            .ToDictionary(entry => entry.Key, entry => entry.Value.ToLowerInvariant())
        ?? [];
}
