namespace GradCamService.Jobs.States;

/// <summary>How far a job is.</summary>
public enum JobState
{
    /// <summary>Accepted; nothing of it has begun.</summary>
    Queued,

    /// <summary>At least one of its parts has begun.</summary>
    Running,

    /// <summary>All of it is answered, some of it perhaps by a problem.</summary>
    Succeeded,

    /// <summary>Nothing of it could be done.</summary>
    Failed,

    /// <summary>Its caller wanted no more of it; what it had was deleted.</summary>
    Cancelled,
}

/// <summary>Which jobs go first.</summary>
public enum JobPriority
{
    /// <summary>After all others.</summary>
    Low,

    /// <summary>As they come.</summary>
    Normal,
}

/// <summary>Whether a part is still to be done.</summary>
public enum PartState
{
    /// <summary>To be computed, or being computed.</summary>
    Waiting,

    /// <summary>Its answers are stored, or its items belong to other parts by now.</summary>
    Done,
}

/// <summary>How far an item is.</summary>
public enum ItemState
{
    /// <summary>Not answered yet.</summary>
    Queued,

    /// <summary>Its answer is stored.</summary>
    Succeeded,

    /// <summary>Its problem is stored.</summary>
    Failed,
}

public static class JobStates
{
    /// <summary>Whether something is still to be done.</summary>
    public static bool IsOpen(this JobState state) => state is JobState.Queued or JobState.Running;
}
