namespace GradCamService.Explain.Library;

/// <summary>Whether a model answers.</summary>
public enum ModelState
{
    /// <summary>It is loaded for the first time.</summary>
    Loading,

    /// <summary>It answers.</summary>
    Ready,

    /// <summary>Its memory was given to others; it is loaded again as soon as somebody asks it.</summary>
    Idle,

    /// <summary>An administrator took it away until it is loaded again.</summary>
    Unloaded,

    /// <summary>It cannot be loaded.</summary>
    Failed,
}
