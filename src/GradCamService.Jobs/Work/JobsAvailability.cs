namespace GradCamService.Jobs.Work;

/// <summary>Whether jobs can be taken now, and why not.</summary>
public sealed class JobsAvailability
{
    private volatile string? _reason = "What keeps jobs is being opened.";

    /// <summary>Why not; null where they can.</summary>
    public string? Reason => _reason;

    /// <exception cref="JobsUnavailableException">They cannot.</exception>
    public void Check()
    {
        if (_reason is { } reason)
            throw new JobsUnavailableException(reason);
    }

    internal void Set(string? reason) => _reason = reason;
}

/// <summary>Jobs cannot be taken now; everything else goes on.</summary>
public sealed class JobsUnavailableException(string message) : Exception(message);
