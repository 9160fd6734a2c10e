namespace GradCamService.Jobs.States;

/// <summary>A photo of a job, and its answer: a row of the table <c>items</c>.</summary>
public sealed class Item
{
    public required string JobId { get; init; }

    /// <summary>From 0, in the order in which the photos came.</summary>
    public required int Number { get; init; }

    /// <summary>The part that answers it.</summary>
    public required int Part { get; set; }

    /// <summary>What its sender calls it.</summary>
    public required string Name { get; init; }

    public ItemState State { get; set; }

    /// <summary>The blob with its files, by digest; others of its part lie in the same.</summary>
    public required string Photos { get; init; }

    /// <summary>Where its files lie there: offset and length of each, oldest frame first.</summary>
    public required IReadOnlyList<BlobRange> Files { get; init; }

    /// <summary>The blob with its answer, by digest; null while there is none.</summary>
    public string? Answer { get; set; }

    /// <summary>Where its answer's forms lie there, by their names.</summary>
    public IReadOnlyList<NamedRange> Forms { get; set; } = [];

    /// <summary>Why it failed, as the JSON of a problem; null where it did not.</summary>
    public string? Problem { get; set; }

    /// <summary>Whether it failed because its workers died.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>How often it was begun, once it is answered.</summary>
    public int Attempts { get; set; }
}

/// <summary>Bytes of a blob.</summary>
public readonly record struct BlobRange(int Offset, int Length);

/// <summary>Bytes of a blob that have a name.</summary>
public sealed record NamedRange(string Name, int Offset, int Length);
