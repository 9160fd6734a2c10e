namespace GradCamService.Jobs.States;

/// <summary>A job: a row of the table <c>jobs</c>.</summary>
public sealed class Job
{
    /// <summary>32 hexadecimal digits that begin with the time: later jobs sort behind earlier ones.</summary>
    public required string Id { get; init; }

    /// <summary>Which row of the table of kinds computes it.</summary>
    public required string Kind { get; init; }

    /// <summary>The model's name; of several, all.</summary>
    public required string Model { get; init; }

    /// <summary>Who sent it.</summary>
    public required string Caller { get; init; }

    /// <summary>What its caller knows it by; null: nothing.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>SHA-256 of all that was sent: the same key with another is another job.</summary>
    public required string Digest { get; init; }

    /// <summary>What is to be done, as JSON that its kind reads.</summary>
    public required string Order { get; init; }

    public JobPriority Priority { get; init; } = JobPriority.Normal;

    /// <summary>Where its end is told; null: nowhere.</summary>
    public string? Webhook { get; init; }

    /// <summary>How long it is kept once it has ended.</summary>
    public required TimeSpan Keep { get; init; }

    /// <summary>The trace of the request that it came with, as W3C's <c>traceparent</c>; null: none.</summary>
    public string? Trace { get; init; }

    public JobState State { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>When it is deleted; null while it is not finished.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Photos of it, of an evaluation times its models.</summary>
    public required int Total { get; init; }

    /// <summary>How many are answered, by a problem or without.</summary>
    public int Done { get; set; }

    /// <summary>How many of those by a problem.</summary>
    public int Failed { get; set; }

    /// <summary>How often the part that was begun most often was.</summary>
    public int Attempts { get; set; }

    /// <summary>Why it failed, as the JSON of a problem; null where it did not.</summary>
    public string? Problem { get; set; }

    /// <summary>Whether its last part, which makes its result of the others', has been put down.</summary>
    public bool IsConcluding { get; set; }

    /// <summary>Grows with every change: what an event is known by.</summary>
    public long Version { get; set; }
}
