namespace GradCamService.Explain.Explainers;

/// <summary>How a batch that takes many passes gets along with others.</summary>
/// <param name="Most">Most images of a pass.</param>
/// <param name="Between">Called between passes: it may let others pass, and throws where nobody waits for the answer any longer.</param>
public sealed record Pace(int Most, Action Between)
{
    /// <summary>Images of a pass that fill a device.</summary>
    public const int Usual = 16;

    /// <summary>Of whoever has the device for itself.</summary>
    public static Pace Alone { get; } = new(Usual, () => { });
}
