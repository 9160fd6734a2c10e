using GradCamService.Explain.Concepts;
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

    /// <summary>The file's path, links resolved.</summary>
    /// <exception cref="ManifestException">It leaves the directory of models.</exception>
    public string RealPath => ModelPaths.TryResolve(Folder, File, out var path, out var problem) ? path
        : throw new ManifestException(Path.Combine(Folder, File), [problem]);

    /// <summary>The only ONNX file of a folder without a manifest.</summary>
    /// <exception cref="ManifestException">There is none, or there are several.</exception>
    public static BareModel OfFolder(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var found = Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + Extension) : [];
        var files = found.Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal).ToList();
        if (files is [var only])
            return new BareModel(folder, only, ModelNames.Of(Path.GetFileName(folder)));
        throw new ManifestException(Path.Combine(folder, ModelManifest.FileName), [files.Count == 0
            ? "is not there, nor an ONNX file beside it"
            : $"is not there, and of {files.Count} ONNX files ({string.Join(", ", files.Take(5))}) none is the model"]);
    }

    public static BareModel OfFile(string path)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        var name = Path.GetFileNameWithoutExtension(full);
        return new BareModel(folder, Path.GetFileName(full), ModelNames.Of(name == NamelessFile ? Path.GetFileName(folder) : name));
    }

    /// <summary>
    /// A manifest of what the file's name and its graph's input tell. What the outputs and layers are, a run has to tell.
    /// </summary>
    /// <exception cref="OnnxException">The graph has no image input that photos could be made into.</exception>
    public ModelManifest ToManifest(Graph graph)
    {
        var inferred = new Dictionary<string, string>();
        var labels = LabelsBeside();
        inferred["concepts"] = labels is null ? "numbers: no labels.txt lies beside the file" : $"the lines of {labels}";
        return new ModelManifest
        {
            Folder = Folder,
            Name = Name,
            Title = Name,
            Task = Task,
            Graph = File,
            Input = InputInference.Of(ImageInput.Find(graph), graph.Producer, inferred),
            Concepts = labels,
            Inferred = inferred,
        };
    }

    /// <summary><c>labels.txt</c>; of several files in a folder, <c>name.labels.txt</c> is one's own.</summary>
    private string? LabelsBeside() =>
        new[] { $"{Path.GetFileNameWithoutExtension(File)}.{LabelFile.Name}", LabelFile.Name }
            .FirstOrDefault(name => System.IO.File.Exists(Path.Combine(Folder, name)));
}
