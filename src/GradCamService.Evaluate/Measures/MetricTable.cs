namespace GradCamService.Evaluate.Measures;

/// <summary>Something that an evaluation can be asked to measure: a row of <see cref="MetricTable"/>.</summary>
/// <param name="Name">As <c>--metric</c> takes it.</param>
/// <param name="Meaning">For its help.</param>
public sealed record Metric(string Name, string Meaning)
{
    /// <summary>Whether it is only measured when it is named: it runs the network many times for each photo.</summary>
    public bool IsSlow { get; init; }

    /// <summary>Whether photos must have boxes.</summary>
    public bool NeedsBoxes { get; init; }
}

/// <summary>All metrics.</summary>
public static class MetricTable
{
    public static IReadOnlyList<Metric> All { get; } =
    [
        new("accuracy", "whether the label is among the best predictions"),
        new("localization", "whether the map's box meets the object's") { NeedsBoxes = true },
        new("pointing", "whether the map's peak lies in the object's box") { NeedsBoxes = true },
        new("energy", "how much of the map lies in the object's boxes") { NeedsBoxes = true },
        new("occlusion-correlation", "whether the map ranks patches as hiding them does") { IsSlow = true },
        new("deletion-insertion", "how the probability falls and rises as pixels are removed and revealed") { IsSlow = true },
        new("average-drop", "how much probability the map's regions keep alone") { IsSlow = true },
        new("sanity", "whether maps change as the network's layers forget what they learned") { IsSlow = true },
        new("bias", "where evidence lies, by category and group"),
    ];
}
