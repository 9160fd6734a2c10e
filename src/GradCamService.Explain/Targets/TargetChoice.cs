namespace GradCamService.Explain.Targets;

/// <summary>Which targets of an image are explained. Some are known beforehand, some only once the outputs are.</summary>
public abstract record TargetChoice
{
    /// <summary>Nothing is explained: a prediction.</summary>
    public static TargetChoice None { get; } = new NamedTargets([]);

    /// <param name="logits">One image's outputs, row-major.</param>
    public abstract IReadOnlyList<Target> Choose(ReadOnlySpan<float> logits);
}

/// <summary>Targets that the caller named.</summary>
public sealed record NamedTargets(IReadOnlyList<Target> Targets) : TargetChoice
{
    public override IReadOnlyList<Target> Choose(ReadOnlySpan<float> logits) => Targets;
}

/// <summary>The model's own best predictions, highest score first; against another concept where one is given.</summary>
/// <param name="Count">How many.</param>
/// <param name="Against">The second concept, or null.</param>
public sealed record BestPredictions(int Count, Target? Against) : TargetChoice
{
    public override IReadOnlyList<Target> Choose(ReadOnlySpan<float> logits) =>
        Ranking.Best(logits, Count).Select(index => new ClassTarget(index)).Select(best => Against is null ? (Target)best : new ContrastTarget(best, Against)).ToList();
}
