using System.ComponentModel.DataAnnotations;

namespace GradCamService.Configuration;

/// <summary>Section <c>Limits</c>: what each caller may ask of the service. By default all that it can do.</summary>
public sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Most requests of a caller at once. Default 0: any number. 0 to 10,000.</summary>
    [Range(0, 10_000, ErrorMessage = "Limits:Concurrency must be from 0 to 10000.")]
    public int Concurrency { get; init; }

    /// <summary>Most requests of a caller a second, in the long run. Default 0: any number. 0 to 10,000.</summary>
    [Range(0.0, 10_000.0, ErrorMessage = "Limits:Rate must be from 0 to 10000.")]
    public double Rate { get; init; }

    /// <summary>How many of them may come at once after a pause. Default 0: those of a second, and one at least. 0 to 100,000.</summary>
    [Range(0, 100_000, ErrorMessage = "Limits:Burst must be from 0 to 100000.")]
    public int Burst { get; init; }

    /// <summary>Most explanations and predictions of a caller a day, photos of its jobs included. Default 0: any number.</summary>
    [Range(0, int.MaxValue, ErrorMessage = "Limits:DailyExplanations must be from 0 to 2147483647.")]
    public int DailyExplanations { get; init; }

    /// <summary>
    /// What a caller may have of the queue's places and memory that others leave; where nobody else asks, one request of any size. Default null: 0.5 where
    /// callers are asked who they are (<see cref="AuthOptions.IsOn"/>), else 1, all. 0.01 to 1.
    /// </summary>
    [Range(0.01, 1.0, ErrorMessage = "Limits:QueueShare must be from 0.01 to 1.")]
    public double? QueueShare { get; init; }

    private const double ShareOfKnown = 0.5;

    /// <param name="isAsked">Whether callers are asked who they are. Otherwise all may come from one address, as from a gateway's.</param>
    internal double QueueShareOrDefault(bool isAsked) => QueueShare ?? (isAsked ? ShareOfKnown : 1);
}

/// <summary>Limits of one caller; null: as in <see cref="LimitsOptions"/>.</summary>
public sealed class KeyLimits
{
    /// <inheritdoc cref="LimitsOptions.Concurrency"/>
    [Range(0, 10_000, ErrorMessage = "Limits:Concurrency must be from 0 to 10000.")]
    public int? Concurrency { get; init; }

    /// <inheritdoc cref="LimitsOptions.Rate"/>
    [Range(0.0, 10_000.0, ErrorMessage = "Limits:Rate must be from 0 to 10000.")]
    public double? Rate { get; init; }

    /// <inheritdoc cref="LimitsOptions.Burst"/>
    [Range(0, 100_000, ErrorMessage = "Limits:Burst must be from 0 to 100000.")]
    public int? Burst { get; init; }

    /// <inheritdoc cref="LimitsOptions.DailyExplanations"/>
    [Range(0, int.MaxValue, ErrorMessage = "Limits:DailyExplanations must be from 0 to 2147483647.")]
    public int? DailyExplanations { get; init; }
}
