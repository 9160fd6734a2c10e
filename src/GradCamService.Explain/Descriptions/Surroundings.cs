using System.Text.Json.Nodes;
using GradCamService.Explain.Manifests;
using GradCamService.Onnx;

namespace GradCamService.Explain.Descriptions;

/// <summary>The files beside an ONNX file, which belong to it by their names. Where it lies in a folder <c>onnx</c>, those above count too.</summary>
/// <param name="Folder">Absolute path of the model's folder.</param>
/// <param name="File">The ONNX file, relative to it.</param>
internal sealed record Surroundings(string Folder, string File)
{
    private const string Processor = "preprocessor_config.json";

    // Where Hugging Face's exporter puts networks, below their configuration.
    private const string ExportFolder = "onnx";

    // A label is the answer's, whoever wrote the file: what programs call their lists of classes, the plainest first.
    private static readonly string[] Labels =
    [
        "labels.txt", "classes.txt", "class_names.txt", "synset.txt", "synset_words.txt", "labels.json", "classes.json", "class_names.json",
            "imagenet_class_index.json", "class_indices.json", "id2label.json",
    ];

    /// <summary>The file of labels, relative to the folder; of several networks in a folder, <c>name.labels.txt</c> is one's own.</summary>
    /// <exception cref="ManifestException">It is a link that leaves the directory of models.</exception>
    public string? LabelFile()
    {
        var name = Path.GetFileNameWithoutExtension(File);
        return Labels.Select(label => $"{name}.{label}").Concat(Labels).Select(Find)
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>The configuration that names the classes, relative to the folder.</summary>
    /// <exception cref="ManifestException">It cannot be read.</exception>
    public string? LabelledConfig() => Find(ModelConfig.FileName) is { } file && Open(file).Root is JsonObject root && HasLabels(root) ? file : null;

    /// <summary>What the graph's metadata and the configurations beside it say, the file's own words before those of others.</summary>
    /// <exception cref="ManifestException">A configuration is broken: a network must not be fed by guesses where it was described.</exception>
    public InputDescription Describe(Graph graph)
    {
        var said = ImageMetadata.Of(graph.Metadata).Or(UltralyticsMetadata.Of(graph.Metadata));
        if (Find(Processor) is { } processor)
            said = said.Or(Read(processor, json => json.Root is JsonObject root
                ? ImageProcessor.Of(new Settings(json, root), Processor) : throw Problem(processor, "must be an object")));
        return Find(ModelConfig.FileName) is { } config ? said.Or(Read(config, json => ModelConfig.Of(json, ModelConfig.FileName))) : said;
    }

    private static bool HasLabels(JsonObject root) =>
        (root["id2label"] is JsonObject { Count: > 0 } labels && labels.Any(label => label.Value?.ToString() != $"LABEL_{label.Key}"))
        || root["label_names"] is JsonArray || root["pretrained_cfg"] is JsonObject weights && weights["label_names"] is JsonArray;

    private InputDescription Read(string file, Func<JsonFile, InputDescription> read)
    {
        var json = Open(file);
        var said = read(json);
        json.ThrowIfWrong();
        return said;
    }

    private JsonFile Open(string file) =>
        JsonFile.Open(ModelPaths.TryResolve(Folder, file, out var path, out var problem) ? path : throw Problem(file, problem));

    private string? Find(string name)
    {
        var home = Path.GetDirectoryName(File) ?? "";
        var places = Path.GetFileName(Path.GetFullPath(Path.Combine(Folder, home))) == ExportFolder
            ? new[] { Beside(home, name), Beside(Path.Combine(home, ".."), name) } : [Beside(home, name)];
        foreach (var place in places.Where(place => System.IO.File.Exists(Path.Combine(Folder, place))))
            return ModelPaths.TryResolve(Folder, place, out _, out var problem) ? place : throw Problem(place, problem);
        return null;
    }

    /// <summary>Without the steps down and up again that would leave a path longer than it is.</summary>
    private string Beside(string home, string name) =>
        Path.GetRelativePath(Folder, Path.GetFullPath(Path.Combine(Folder, home, name))).Replace('\\', '/');

    private ManifestException Problem(string file, string problem) => new(Path.Combine(Folder, file), [problem]);
}
