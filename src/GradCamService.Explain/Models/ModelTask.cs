using GradCamService.Explain.Fields;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Outputs;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Models;

/// <summary>What a network does, and with that what it can be asked and how it answers. A task is one folder of <c>Tasks</c> and a row there.</summary>
/// <param name="Rules">Its name, and what it needs in a manifest.</param>
public sealed record ModelTask(TaskRules Rules)
{
    public string Name => Rules.Name;

    /// <summary>Fields of an explanation that this task has; other tasks may have them too.</summary>
    public required IReadOnlyList<Field> ExplanationFields { get; init; }

    /// <summary>Likewise of a prediction.</summary>
    public required IReadOnlyList<Field> PredictionFields { get; init; }

    /// <summary>The field that names what to look for.</summary>
    public required Field NamingField { get; init; }

    /// <summary>What an explanation's fields ask; what is wrong with them goes to the reader's errors.</summary>
    public required Func<FieldReader, LoadedModel, Subject> ReadExplanation { get; init; }

    /// <summary>What a prediction's fields ask.</summary>
    public required Func<FieldReader, LoadedModel, Subject> ReadPrediction { get; init; }

    /// <summary>A first subject for a model that was just loaded, so that kernels are chosen before its first user comes.</summary>
    public required Func<LoadedModel, Subject> WarmUp { get; init; }

    /// <summary>What a network said, as an answer lists it.</summary>
    public required Func<LoadedModel, Subject, NetworkOutput, Listing> List { get; init; }

    /// <summary>Lists that answers of this task have besides predictions.</summary>
    public IReadOnlyList<Section> Sections { get; init; } = [];

    /// <summary>What its scores are unless a manifest says otherwise: a policy's are values of actions. Null where the graph tells.</summary>
    public ScoreMeaning? Scores { get; init; }

    /// <summary>Whether its targets are classes, answers or actions that methods may compare with the others.</summary>
    public bool HasClasses { get; init; } = true;

    /// <summary>Whether a method suits it.</summary>
    public bool Takes(Method method) => HasClasses || !method.NeedsClasses;

    /// <summary>How its outputs are found in a network, and read.</summary>
    internal Func<OutputSearch, FoundOutputs> FindOutputs { get; init; } = ScoreCompletion.Find;

    /// <summary>How many pictures of the photo's size the listing of an answer has, for the memory that they take.</summary>
    public Func<LoadedModel, Subject, int> ListedPictures { get; init; } = (_, _) => 0;

    /// <summary>How many further photos, each prepared as the first, a request may have to compare it with.</summary>
    public int References { get; init; }

    /// <summary>What an answer can be about where no list names it; null: the model's concepts, or numbers.</summary>
    public IReadOnlyList<string>? Concepts { get; init; }

    /// <summary>Whether the picture of an answer is a sheet of all its targets, the first one large, rather than of the first alone.</summary>
    public bool IsDrawnAsSheet { get; init; }
}

/// <summary>A list of an answer that only some tasks have.</summary>
/// <param name="Name">In the JSON.</param>
/// <param name="Type">Of its value.</param>
/// <param name="Meaning">For the API's document.</param>
public sealed record Section(string Name, Type Type, string Meaning);

/// <summary>What a network said of an image.</summary>
/// <param name="Predictions">Best first; null for a task that answers otherwise.</param>
/// <param name="Sections">Values of the task's sections, by name.</param>
public sealed record Listing(IReadOnlyList<Prediction>? Predictions, IReadOnlyDictionary<string, object> Sections);
