namespace GradCamService.Explain.Queue;

/// <summary>For whom something is done: what waits of different callers takes turns.</summary>
/// <param name="Name">The same for all that one caller asks for.</param>
/// <param name="Weight">How many turns it has for one of a caller of weight 1, ≥ 1.</param>
public sealed record Caller(string Name, int Weight = 1)
{
    /// <summary>All who have no name.</summary>
    public static Caller Anonymous { get; } = new("anonymous");
}

/// <summary>What one caller may have of the places and the memory for requests that others leave.</summary>
/// <param name="Share">0 (one request at a time) to 1 (all).</param>
public sealed record CallerShare(double Share);
