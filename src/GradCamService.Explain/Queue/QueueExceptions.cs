namespace GradCamService.Explain.Queue;

/// <summary>There is no room for one more request now.</summary>
public sealed class QueueFullException(string message, TimeSpan retryAfter) : Exception(message)
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>The service is shutting down, its models are still loading or broken, or its device is.</summary>
/// <param name="message">Why.</param>
/// <param name="retryAfter">When it may be otherwise; null: not before someone repairs it.</param>
public sealed class UnavailableException(string message, TimeSpan? retryAfter) : Exception(message)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>A request would take more memory than all requests together may.</summary>
public sealed class TooMuchMemoryException(string what, long bytes, long limit, string advice) : Exception(FormattableString.Invariant(
    $"{what} would take {bytes >> 20} MiB of memory; all requests together may take {limit >> 20} MiB for that (half of Queue:MemoryBudget). {advice}"));

/// <summary>An answer would have more pictures, or larger ones, than are drawn for one request.</summary>
public sealed class AnswerTooLargeException(long bytes, long limit) : Exception(FormattableString.Invariant(
    $"The pictures of this answer would have {bytes:N0} bytes of pixels; one answer has at most {limit:N0} (Queue:MaxAnswerBytes).")
    + " Ask for fewer of them (images=heatmap, images=none), for fewer concepts, layers or methods, or send a smaller photo.");

/// <summary>What a request sends took longer to come than a request may.</summary>
public sealed class UploadTooSlowException(TimeSpan timeout) : Exception(FormattableString.Invariant(
    $"The request did not come within {timeout.TotalSeconds:0.###} s (Queue:Timeout). Send a smaller photo, or send it faster."));

/// <summary>The request took longer than it may.</summary>
/// <param name="timeout">How long that is.</param>
/// <param name="setting">Where it is set; null: whoever asked has said it.</param>
public sealed class DeadlinePassedException(TimeSpan timeout, string? setting = null) : Exception(
    FormattableString.Invariant($"The request was not answered within {timeout.TotalSeconds:0.###} s{(setting is null ? "" : $" ({setting})")}."));
