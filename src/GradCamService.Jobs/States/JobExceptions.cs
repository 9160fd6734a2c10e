namespace GradCamService.Jobs.States;

/// <summary>An idempotency key was sent before with something else.</summary>
public sealed class IdempotencyConflictException(string key)
    : Exception($"The idempotency key '{key}' came before with another body; send the same body, or another key.");

/// <summary>A caller has as many open jobs as it may.</summary>
public sealed class TooManyJobsException(int most, TimeSpan retryAfter)
    : Exception(FormattableString.Invariant($"{most} jobs of this caller are open, which are as many as may be (Jobs:PerCaller); wait until one has ended, or cancel one."))
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
