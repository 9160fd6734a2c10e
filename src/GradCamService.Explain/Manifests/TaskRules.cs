namespace GradCamService.Explain.Manifests;

/// <summary>What a task needs and allows in a manifest. The reader is given those of all tasks.</summary>
/// <param name="Name">As manifests and the API write it.</param>
public sealed record TaskRules(string Name)
{
    /// <summary>Fields that belong to this task, and to the others that list them too; tasks that do not list a field may not have it.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Fields that a manifest of this task must have.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>The text that the graph reads: then it must be bound, there must be a vocabulary, and words may have numbers; null: none.</summary>
    public FeedSource? Text { get; init; }

    /// <summary>Most words of a text where the manifest does not say; null: no limit.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Whether the numbers of the tokens <c>start</c> and <c>end</c> must be given: the network writes the text itself.</summary>
    public bool WritesText { get; init; }

    /// <summary>Whether an input may have several frames.</summary>
    public bool HasFrames { get; init; }
}
