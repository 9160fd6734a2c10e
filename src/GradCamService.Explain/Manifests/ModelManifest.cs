using GradCamService.Explain.Localization;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Manifests;

/// <summary>A model folder's <c>model.json</c>: what the network expects, what its outputs mean, and which files belong to it.</summary>
/// <remarks>
/// File names are relative to <see cref="Folder"/> and stay as written; <see cref="PathOf"/> makes them absolute.
/// Null where the manifest leaves to the graph what the graph knows.
/// </remarks>
public sealed record ModelManifest
{
    /// <summary>The file's name in its folder.</summary>
    public const string FileName = "model.json";

    /// <summary>Absolute path of the model's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>What URLs call the model: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>; at most 100.</summary>
    public required string Name { get; init; }

    /// <summary>One of the tasks' names.</summary>
    public required string Task { get; init; }

    /// <summary>For people; the name where the manifest gives none.</summary>
    public required string Title { get; init; }

    /// <summary>Default <c>1</c>.</summary>
    public string Version { get; init; } = "1";

    /// <summary>Shown to users; null where unknown.</summary>
    public string? License { get; init; }

    /// <summary>Where network and weights come from.</summary>
    public string? Source { get; init; }

    /// <summary>The ONNX file whose output is explained.</summary>
    public required string Graph { get; init; }

    /// <summary>The ONNX file that sees the photo first, where there are two.</summary>
    public EncoderReference? Encoder { get; init; }

    public required ManifestInput Input { get; init; }

    /// <summary>What <c>model.json</c> says of the input where it leaves something of it open; null once that is found.</summary>
    internal InputFile? OpenInput { get; init; }

    /// <summary>What feeds inputs besides the photo, by tensor name.</summary>
    public IReadOnlyDictionary<string, Binding> Bind { get; init; } = new Dictionary<string, Binding>();

    /// <summary>Tensor of the scores before any softmax, or of the shares that are made of them.</summary>
    public string? Output { get; init; }

    /// <summary>What the scores are, and with that how likely they say a class is; null: the graph's end tells.</summary>
    public ScoreMeaning? Scores { get; init; }

    /// <summary>Tensor explained by default; one of <see cref="Layers"/> where those are given.</summary>
    public string? TargetLayer { get; init; }

    /// <summary>Tensors offered as target layers, at least <see cref="TargetLayer"/>; empty where the graph is to be searched.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>Above what a pixel belongs to an object, where a request does not say; null: the paper's share.</summary>
    public ThresholdRule? Threshold { get; init; }

    /// <summary>How the target layer's sequence of tokens lies on the image, where it is a sequence.</summary>
    public TokenGrid? TokenGrid { get; init; }

    /// <summary>File of classes and groups, or of labels; null: concepts are numbers.</summary>
    public string? Concepts { get; init; }

    /// <summary>The classes' labels, in the output's order, in place of a file; empty: there is a file, or concepts are numbers.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>File of words by token number; models of text only.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>Numbers of the words that are none; models of text only.</summary>
    public SpecialTokens? SpecialTokens { get; init; }

    /// <summary>Most words of a text, 1–1,000, the task's where the manifest gives none; null: no limit of the model's own.</summary>
    public int? MaxLength { get; init; }

    /// <summary>File of the answers' labels, in the output's order; of some tasks only.</summary>
    public string? Answers { get; init; }

    /// <summary>The actions' labels, in the output's order; empty: actions are numbers.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>How a detector's boxes are read; null for other tasks.</summary>
    public BoxWiring? Boxes { get; init; }

    /// <summary>SHA-256 by file name, lower-case hex; for <see cref="FileHashes.Verify"/>.</summary>
    public IReadOnlyDictionary<string, string> Sha256 { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// What was read from the graph because the manifest does not say it: by field, such as <c>input.width</c>, how it was found.
    /// </summary>
    public IReadOnlyDictionary<string, string> Inferred { get; init; } = new Dictionary<string, string>();

    /// <summary>Absolute path of <see cref="Graph"/>, links resolved.</summary>
    public string GraphPath => PathOf(Graph);

    /// <summary>Absolute path of the encoder, links resolved: the same for all models that share one.</summary>
    public string? EncoderPath => Encoder is null ? null : PathOf(Encoder.Graph);

    /// <summary>Reads <c>model.json</c> of a folder. The files that it names need not exist yet.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="tasks">All tasks that a manifest may name.</param>
    /// <exception cref="ManifestException">No file, no JSON, or any number of problems, all of them told.</exception>
    public static ModelManifest Read(string folder, IReadOnlyList<TaskRules> tasks) => ManifestReader.Read(folder, tasks);

    /// <summary>Whether something feeds an input.</summary>
    public bool Binds(FeedSource source) => Bind.Values.Any(binding => binding.From == source);

    /// <summary>What is wrong with the manifest, now that its files are known.</summary>
    internal ManifestException Problem(params string[] problems) => new(Path.Combine(Folder, FileName), problems);

    /// <summary>Absolute path, links resolved, of a file that the manifest names.</summary>
    /// <exception cref="ManifestException">The path leaves the directory of models.</exception>
    public string PathOf(string file) =>
        ModelPaths.TryResolve(Folder, file, out var path, out var problem) ? path : throw Problem(problem);
}
