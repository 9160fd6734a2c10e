using GradCamService.Jobs.Hosting;

namespace GradCamService.Configuration;

/// <summary>The value <c>Role</c>: what this process does of what many may share.</summary>
public sealed class RoleOptions
{
    public const string Section = "Role";

    /// <summary>AllInOne, Api or Worker. Default AllInOne.</summary>
    public JobRole Name { get; set; }

    /// <summary>Whether it answers requests; one that does not has its health and metrics only.</summary>
    public bool Serves => Name != JobRole.Worker;

    /// <summary>Whether it computes jobs.</summary>
    public bool Computes => Name != JobRole.Api;
}
