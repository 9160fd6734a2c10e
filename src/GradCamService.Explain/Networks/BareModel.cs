using GradCamService.Explain.Concepts;
using GradCamService.Explain.Descriptions;
using GradCamService.Explain.Manifests;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Networks;

/// <summary>An ONNX file without a manifest.</summary>
/// <param name="Folder">Absolute path of the folder that it is in.</param>
/// <param name="File">Its name there.</param>
/// <param name="Name">What URLs call it.</param>
internal sealed record BareModel(string Folder, string File, string Name)
{
    private const string Extension = ".onnx";

    // Of a file that does not say what it answers.
    private const string Task = "classification";

    // A file of this name says nothing about what is in it; its folder's name does.
    private const string NamelessFile = "model";

    private const string ExportFolder = "onnx";

    /// <summary>The file's path, links resolved.</summary>
    /// <exception cref="ManifestException">It leaves the directory of models.</exception>
    public string RealPath => ModelPaths.TryResolve(Folder, File, out var path, out var problem) ? path
        : throw new ManifestException(Path.Combine(Folder, File), [problem]);

    /// <summary>The only ONNX file of a folder without a manifest; where there is none, of its folder <c>onnx</c>, as Hugging Face's exporter writes it.</summary>
    /// <exception cref="ManifestException">There is none, or there are several.</exception>
    public static BareModel OfFolder(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var found = Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + Extension) : [];
        var files = found.Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
            files = Exported(folder);
        if (files is [var only])
            return new BareModel(folder, only, ModelNames.Of(Path.GetFileName(folder)));
        throw new ManifestException(Path.Combine(folder, ModelManifest.FileName), [files.Count == 0
            ? "is not there, nor an ONNX file beside it"
            : $"is not there, and of {files.Count} ONNX files ({string.Join(", ", files.Take(5))}) none is the model"]);
    }

    /// <summary>Of several precisions that the exporter writes beside each other, the plain one.</summary>
    private static List<string> Exported(string folder)
    {
        var inner = Path.Combine(folder, ExportFolder);
        if (!Directory.Exists(inner))
            return [];
        var files = Directory.GetFiles(inner, "*" + Extension).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal).ToList();
        return [.. (files.Contains(NamelessFile + Extension) ? [NamelessFile + Extension] : files).Select(file => $"{ExportFolder}/{file}")];
    }

    public static BareModel OfFile(string path)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        var name = Path.GetFileNameWithoutExtension(full);
        return new BareModel(folder, Path.GetFileName(full), ModelNames.Of(name != NamelessFile ? name
            : Path.GetFileName(Path.GetFileName(folder) == ExportFolder ? Path.GetDirectoryName(folder) : folder)));
    }

    /// <summary>
    /// A manifest of what the file, those beside it and its graph's input tell. What the outputs and layers are, a run has to tell.
    /// </summary>
    /// <exception cref="OnnxException">The graph has no image input that photos could be made into.</exception>
    /// <exception cref="ManifestException">A file beside it is broken.</exception>
    public ModelManifest ToManifest(Graph graph)
    {
        var inferred = new Dictionary<string, string>();
        var around = new Surroundings(Folder, File);
        var (file, labels) = Labels(graph, around, inferred);
        return new ModelManifest
        {
            Folder = Folder,
            Name = Name,
            Title = Name,
            Task = Task,
            Graph = File,
            Input = InputInference.Of(graph, ImageInput.Find(graph), around.Describe(graph), inferred),
            Concepts = file,
            Labels = labels,
            Inferred = inferred,
        };
    }

    /// <summary>A file of labels, which whoever serves the network put beside it; else what the network's own files say.</summary>
    private (string? File, IReadOnlyList<string> Labels) Labels(Graph graph, Surroundings around, Dictionary<string, string> inferred)
    {
        if (around.LabelFile() is { } file)
            return (Told(file, inferred), []);
        if (GraphLabels.Of(graph) is var (labels, why))
        {
            inferred["concepts"] = why;
            return (null, labels);
        }
        if (around.LabelledConfig() is { } config)
            return (Told(config, inferred), []);
        inferred["concepts"] = "numbers: neither the file nor one beside it, such as labels.txt, names the classes";
        return (null, []);
    }

    private string Told(string file, Dictionary<string, string> inferred)
    {
        var reading = LabelReading.Read(ModelPaths.TryResolve(Folder, file, out var path, out var problem) ? path
            : throw new ManifestException(Path.Combine(Folder, file), [problem]));
        inferred["concepts"] = $"{Path.GetFileName(file)}: {reading.Form}, {reading.Encoding}";
        return file;
    }
}
