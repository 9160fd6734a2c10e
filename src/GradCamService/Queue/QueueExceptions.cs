namespace GradCamService.Queue;

/// <summary>As many requests wait as may.</summary>
internal sealed class QueueFullException(int capacity, TimeSpan retryAfter)
    : Exception($"The queue is full: {capacity} requests wait or are worked on. At the present rate there is room again in {retryAfter.TotalSeconds:0} s.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>The service is shutting down, or its models are still loading.</summary>
internal sealed class UnavailableException(string message, TimeSpan retryAfter) : Exception(message)
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>The request took longer than it may.</summary>
internal sealed class DeadlinePassedException(TimeSpan timeout)
    : Exception($"The request was not answered within {timeout.TotalSeconds:0.###} s (Queue:Timeout).");
