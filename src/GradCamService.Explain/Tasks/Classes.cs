using GradCamService.Explain.Concepts;

namespace GradCamService.Explain.Tasks;

/// <summary>Positions among the outputs.</summary>
internal static class Classes
{
    /// <summary>Of a class, its own; of a group, its members'.</summary>
    public static IReadOnlyList<int> Of(Concept concept) => concept.Index is { } index ? [index] : concept.Members!;
}
