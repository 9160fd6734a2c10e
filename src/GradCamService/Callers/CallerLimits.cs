using GradCamService.Configuration;

namespace GradCamService.Callers;

/// <summary>Limits as they hold for one caller; 0: none.</summary>
/// <param name="Concurrency">Most requests at once.</param>
/// <param name="Rate">Most requests a second.</param>
/// <param name="Burst">Most of them at once after a pause, ≥ 1.</param>
/// <param name="Daily">Most explanations a day.</param>
internal sealed record CallerLimits(int Concurrency, double Rate, int Burst, int Daily)
{
    /// <param name="all">Those of everyone.</param>
    /// <param name="own">Those of the caller's key; null: it has none.</param>
    public static CallerLimits Of(LimitsOptions all, KeyLimits? own)
    {
        var rate = own?.Rate ?? all.Rate;
        var burst = own?.Burst ?? (own?.Rate is null ? all.Burst : 0);
        return new(own?.Concurrency ?? all.Concurrency, rate, burst > 0 ? burst : Math.Max(1, (int)Math.Ceiling(rate)), own?.DailyExplanations ?? all.DailyExplanations);
    }
}
