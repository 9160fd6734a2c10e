namespace GradCamService.Configuration;

/// <summary>What callers may do. The names are also those of the policies that routes carry.</summary>
internal static class CallerRoles
{
    /// <summary>Explanations, predictions, and what there is to ask.</summary>
    public const string Explain = "explain";

    /// <summary>Jobs.</summary>
    public const string Jobs = "jobs";

    /// <summary>Everything, also what is others'.</summary>
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Explain, Jobs, Admin];
}
