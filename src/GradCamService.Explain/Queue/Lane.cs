namespace GradCamService.Explain.Queue;

/// <summary>What somebody waits for at a connection, and what nobody does.</summary>
public enum Lane
{
    /// <summary>Requests: first, unless the other has had less than its share.</summary>
    Interactive,

    /// <summary>Jobs and evaluations: what requests leave, and a share at least.</summary>
    Background,
}

internal static class Lanes
{
    public static Lane Other(this Lane lane) => lane == Lane.Interactive ? Lane.Background : Lane.Interactive;
}
