namespace GradCamService.Jobs.States;

/// <summary>A part that a broker has still to be told of: a row of the table <c>outbox</c>, written with the part and deleted when the broker has confirmed.</summary>
public sealed class OutboxMessage
{
    public long Id { get; init; }

    public required string JobId { get; init; }

    public required int Part { get; init; }

    public required JobPriority Priority { get; init; }
}
