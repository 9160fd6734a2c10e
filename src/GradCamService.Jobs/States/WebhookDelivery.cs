namespace GradCamService.Jobs.States;

/// <summary>A job's end that its caller has still to be told of: a row of the table <c>webhook_deliveries</c>.</summary>
public sealed class WebhookDelivery
{
    public long Id { get; init; }

    public required string JobId { get; init; }

    public required string Url { get; init; }

    public WebhookState State { get; set; }

    public int Attempts { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is tried next.</summary>
    public required DateTimeOffset NextAt { get; set; }

    /// <summary>Why the last try failed.</summary>
    public string? LastError { get; set; }
}

/// <summary>Whether a caller was told.</summary>
public enum WebhookState
{
    /// <summary>Not yet; it is tried again.</summary>
    Waiting,

    /// <summary>Its receiver has answered with a 2xx.</summary>
    Delivered,

    /// <summary>It is not tried any longer.</summary>
    GivenUp,
}
