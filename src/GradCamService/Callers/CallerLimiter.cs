using System.Globalization;
using System.Threading.RateLimiting;
using GradCamService.Problems;

namespace GradCamService.Callers;

/// <summary>
/// Counts what callers ask for, in this process: requests at once, requests a second, and explanations a day (of UTC). Where one has had what it may, it is
/// refused with 429.
/// </summary>
internal sealed class CallerLimiter : IDisposable
{
    private readonly TimeProvider _time;
    private readonly PartitionedRateLimiter<RequestCaller> _atOnce;
    private readonly PartitionedRateLimiter<RequestCaller> _rate;
    private readonly PartitionedRateLimiter<RequestCaller> _daily;

    public CallerLimiter(TimeProvider time)
    {
        _time = time;
        _atOnce = Of(caller => caller.Limits.Concurrency, (name, limit, _) =>
            RateLimitPartition.GetConcurrencyLimiter(name, _ => new ConcurrencyLimiterOptions { PermitLimit = limit }));
        _rate = Of(caller => caller.Limits.Rate > 0 ? caller.Limits.Burst : 0, (name, limit, caller) =>
            RateLimitPartition.GetTokenBucketLimiter(name, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limit,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1 / caller.Limits.Rate),
            }));
        // A name a day: each day begins with all.
        _daily = Of(caller => caller.Limits.Daily, (name, limit, _) =>
            RateLimitPartition.GetFixedWindowLimiter($"{Today:O} {name}", _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = limit,
                Window = TimeSpan.FromDays(1),
            }));
        OfRequests = PartitionedRateLimiter.CreateChained(OnRoutes(_atOnce, _ => true), OnRoutes(_rate, _ => true), OnRoutes(_daily, IsExplanation));
    }

    /// <summary>All limits, of requests to routes of the API.</summary>
    public PartitionedRateLimiter<HttpContext> OfRequests { get; }

    private DateOnly Today => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    private TimeSpan UntilTomorrow => Today.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) - _time.GetUtcNow().UtcDateTime;

    /// <summary>Takes what a job has of photos from its caller's day.</summary>
    /// <exception cref="LimitReachedException">There are not so many left.</exception>
    public void SpendDaily(RequestCaller caller, int explanations)
    {
        if (caller.Limits.Daily == 0 || explanations == 0)
            return;
        var left = _daily.GetStatistics(caller)!.CurrentAvailablePermits;
        using var lease = explanations <= left ? _daily.AttemptAcquire(caller, explanations) : null;
        if (lease is not { IsAcquired: true })
            throw new LimitReachedException(FormattableString.Invariant(
                $"The job has {explanations} photos; {left} of your {caller.Limits.Daily} explanations a day (Limits:DailyExplanations) are left."), UntilTomorrow);
    }

    /// <summary>What a refused request is told.</summary>
    public LimitReachedException Refusal(RequestCaller caller, RateLimitLease refused)
    {
        // A place among those at once has no time at which it is free.
        if (!refused.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            return new LimitReachedException(FormattableString.Invariant(
                $"{caller.Limits.Concurrency} requests of yours are being answered, which are as many as may be (Limits:Concurrency)."), TimeSpan.FromSeconds(1));
        return caller.Limits.Daily > 0 && _daily.GetStatistics(caller)!.CurrentAvailablePermits == 0
            ? new LimitReachedException(FormattableString.Invariant(
                $"You have had your {caller.Limits.Daily} explanations of today (Limits:DailyExplanations; days are UTC's)."), UntilTomorrow)
            : new LimitReachedException(FormattableString.Invariant(
                $"You may ask {caller.Limits.Rate:0.###} times a second, and {caller.Limits.Burst} times at once after a pause (Limits:Rate, Limits:Burst)."), wait);
    }

    /// <summary>Of the limit that is nearest to its end, as draft-ietf-httpapi-ratelimit-headers-06 writes it.</summary>
    public IEnumerable<(string Name, string Value)> HeadersFor(RequestCaller caller)
    {
        var (limits, all) = (caller.Limits, new List<(long Limit, long Left, TimeSpan Reset)>());
        if (limits.Rate > 0 && _rate.GetStatistics(caller)!.CurrentAvailablePermits is var tokens)
            all.Add((limits.Burst, tokens, TimeSpan.FromSeconds((limits.Burst - tokens) / limits.Rate)));
        if (limits.Daily > 0)
            all.Add((limits.Daily, _daily.GetStatistics(caller)!.CurrentAvailablePermits, UntilTomorrow));
        if (all.Count == 0)
            return [];
        var (limit, left, reset) = all.MinBy(each => (double)each.Left / each.Limit);
        return [("RateLimit-Limit", Text(limit)), ("RateLimit-Remaining", Text(left)), ("RateLimit-Reset", Text((long)Math.Ceiling(reset.TotalSeconds)))];

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        OfRequests.Dispose();
        _atOnce.Dispose();
        _rate.Dispose();
        _daily.Dispose();
    }

    /// <param name="limitOf">How many; 0: any number.</param>
    /// <param name="partition">Of one caller, by its name.</param>
    private static PartitionedRateLimiter<RequestCaller> Of(
        Func<RequestCaller, int> limitOf, Func<string, int, RequestCaller, RateLimitPartition<string>> partition) =>
        PartitionedRateLimiter.Create<RequestCaller, string>(caller =>
            limitOf(caller) is > 0 and var limit ? partition(caller.Turns.Name, limit, caller) : RateLimitPartition.GetNoLimiter(""));

    private static PartitionedRateLimiter<HttpContext> OnRoutes(PartitionedRateLimiter<RequestCaller> limiter, Func<Endpoint, bool> isCounted) =>
        limiter.WithTranslatedKey<HttpContext>(context => context.GetEndpoint() is { } endpoint && Routes.AreLimited(endpoint) && isCounted(endpoint)
            ? RequestCaller.Of(context) : Unlimited, leaveOpen: true);

    private static RequestCaller Unlimited { get; } = new("", Explain.Queue.Caller.Anonymous, new CallerLimits(0, 0, 1, 0), IsAdmin: false);

    private static bool IsExplanation(Endpoint endpoint) => endpoint.Metadata.GetMetadata<CountsDailyAttribute>() is not null;
}
