using System.Net;

namespace GradCamService.Benchmarks.Load;

/// <summary>What a load did.</summary>
/// <param name="Rate">Arrivals a second.</param>
/// <param name="Requests">How many were sent.</param>
/// <param name="Throughput">Answered with 200, a second.</param>
/// <param name="P50">Latency of those in milliseconds, from when each was due.</param>
/// <param name="P95">Likewise.</param>
/// <param name="P99">Likewise.</param>
/// <param name="Refused">Share answered with 429.</param>
/// <param name="Failed">Share answered with anything else.</param>
/// <param name="BatchSize">Mean images a batch.</param>
/// <param name="ResidentMegabytes">The service's memory, once a second.</param>
internal sealed record LoadResult(
    double Rate, int Requests, double Throughput, double P50, double P95, double P99, double Refused, double Failed, double BatchSize,
    IReadOnlyList<double> ResidentMegabytes)
{
    public static LoadResult Of(
        double rate, TimeSpan elapsed, IReadOnlyList<(HttpStatusCode Status, double Milliseconds)> answers, double batchSize, IReadOnlyList<long> memory)
    {
        var good = answers.Where(answer => answer.Status == HttpStatusCode.OK).Select(answer => answer.Milliseconds).Order().ToList();
        double At(double share) => good.Count == 0 ? double.NaN : good[(int)((good.Count - 1) * share)];
        double Share(Func<HttpStatusCode, bool> which) => (double)answers.Count(answer => which(answer.Status)) / answers.Count;
        return new LoadResult(rate, answers.Count, good.Count / elapsed.TotalSeconds, At(0.5), At(0.95), At(0.99),
            Share(status => status == HttpStatusCode.TooManyRequests),
            Share(status => status is not (HttpStatusCode.OK or HttpStatusCode.TooManyRequests)),
            batchSize, memory.Select(bytes => Math.Round(bytes / 1048576.0, 1)).ToList());
    }
}
