namespace GradCamService.Jobs.States;

/// <summary>A piece of a job that is computed at once, on one machine: a row of the table <c>parts</c>.</summary>
public sealed class Part
{
    public required string JobId { get; init; }

    /// <summary>Its place in the job.</summary>
    public required int Number { get; init; }

    public PartState State { get; set; }

    /// <summary>How often it was begun; a worker that dies does not take it back.</summary>
    public int Attempts { get; set; }

    /// <summary>Photos of it.</summary>
    public required int Count { get; init; }

    /// <summary>Whether it is computed with nothing beside it, because it may have killed its worker.</summary>
    public bool IsAlone { get; init; }

    /// <summary>When it was last begun; null where it was not, or was given back.</summary>
    public DateTimeOffset? BegunAt { get; set; }

    /// <summary>When those who compute were last told of it.</summary>
    public required DateTimeOffset AnnouncedAt { get; set; }

    /// <summary>What it found where that belongs to no item, by the blob's digest.</summary>
    public string? Result { get; set; }

    /// <summary>The name by which messages and logs know it.</summary>
    public PartKey Key => new(JobId, Number);
}

/// <summary>Names a part.</summary>
/// <param name="JobId">Its job's.</param>
/// <param name="Number">Its place there.</param>
public readonly record struct PartKey(string JobId, int Number);
