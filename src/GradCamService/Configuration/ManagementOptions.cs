using System.ComponentModel.DataAnnotations;

namespace GradCamService.Configuration;

/// <summary>Section <c>Management</c>: where operators ask.</summary>
public sealed class ManagementOptions
{
    public const string Section = "Management";

    /// <summary>
    /// A port of its own for metrics, health and administrators' routes: they answer there alone, and nothing else does. Default 0: they answer where all
    /// routes do. 0 to 65535.
    /// </summary>
    [Range(0, 65535, ErrorMessage = "Management:Port must be from 0 to 65535.")]
    public int Port { get; init; }
}
