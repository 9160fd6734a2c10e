namespace GradCamService.Explain.Manifests;

/// <summary>What feeds an input besides the photo.</summary>
/// <param name="From">Where its values come from.</param>
public sealed record Binding(FeedSource From)
{
    /// <summary>
    /// Of a constant its numbers, of numbers what they are where a request does not give them; row by row. Null: requests give them.
    /// </summary>
    public IReadOnlyList<double>? Numbers { get; init; }

    /// <summary>The least that each number may be; null: any.</summary>
    public double? Least { get; init; }

    /// <summary>The largest that each number may be; null: any.</summary>
    public double? Most { get; init; }

    /// <summary>Sizes of what an image has, without a batch axis; null: as the graph says.</summary>
    public IReadOnlyList<int>? Shape { get; init; }

    /// <summary>What the manifest says of a picture's preparation; null for other sources.</summary>
    internal InputFile? Picture { get; init; }

    /// <summary>Whether it is an input of its own, and not one through which encoder or text reach the graph.</summary>
    public bool IsFurther => From is FeedSource.Numbers or FeedSource.Picture or FeedSource.Constant;
}
