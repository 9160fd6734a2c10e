using GradCamService.Explain.Imaging;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Explainers;

/// <summary>An order that was carried out.</summary>
/// <param name="Order">What was asked.</param>
/// <param name="Photo">Of which photo.</param>
/// <param name="Output">What the network said.</param>
/// <param name="Explanations">Each target by each method, target by target; none for a prediction.</param>
/// <param name="Times">Where the time went.</param>
public sealed record Explained(
    Order Order, PreparedPhoto Photo, NetworkOutput Output, IReadOnlyList<Explanation> Explanations, StageTimes Times)
{
    /// <summary>The score of each target, also where no method explains it.</summary>
    public IReadOnlyList<TargetScore> Scores { get; init; } = [];
}

/// <summary>How much a network holds a target.</summary>
/// <param name="Target">What was asked for.</param>
/// <param name="Score">y.</param>
/// <param name="Probability">0 to 1; null where its score is no such thing.</param>
public sealed record TargetScore(Target Target, float Score, double? Probability);

/// <summary>Where the time went.</summary>
/// <param name="Forward">The batch's forward pass.</param>
/// <param name="Backward">All of its backward passes.</param>
public sealed record StageTimes(TimeSpan Forward, TimeSpan Backward)
{
    /// <summary>Decoding, resizing and normalizing the photo.</summary>
    public TimeSpan Decode { get; init; }

    /// <summary>Waiting for the device.</summary>
    public TimeSpan Queue { get; init; }
}
