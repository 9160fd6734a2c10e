namespace GradCamService.Jobs.States;

/// <summary>A job that was read and whose photos are stored.</summary>
/// <param name="Job">Its row.</param>
/// <param name="Parts">In their order; at least one.</param>
/// <param name="Items">Its photos; none for a job whose parts know theirs.</param>
public sealed record NewJob(Job Job, IReadOnlyList<Part> Parts, IReadOnlyList<Item> Items);

/// <summary>A part that is computed now.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Part">The part, with this attempt counted.</param>
/// <param name="Items">Those of its items that are not answered yet.</param>
public sealed record BegunPart(Job Job, Part Part, IReadOnlyList<Item> Items);

/// <summary>What came of a part.</summary>
/// <param name="Items">Answers of its items.</param>
public sealed record FinishedPart(IReadOnlyList<AnsweredItem> Items)
{
    /// <summary>The blob with what belongs to no item; null where there is nothing.</summary>
    public string? Result { get; init; }

    /// <summary>Photos that were answered, where they are no items.</summary>
    public int Done { get; init; }

    /// <summary>How many of those by a problem.</summary>
    public int Failed { get; init; }

    /// <summary>Whether its workers died, so that it was not computed.</summary>
    public bool IsAbandoned { get; init; }

    /// <summary>Why the whole job cannot be done, as JSON; null where it can.</summary>
    public string? Problem { get; init; }
}

/// <summary>An item's answer, stored.</summary>
/// <param name="Number">Which item.</param>
/// <param name="Problem">Why there is none, as JSON; else null.</param>
/// <param name="Answer">The blob where its forms lie; null where there are none.</param>
/// <param name="Forms">Where they lie there.</param>
public sealed record AnsweredItem(int Number, string? Problem, string? Answer, IReadOnlyList<NamedRange> Forms);
