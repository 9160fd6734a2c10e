using System.Diagnostics;
using System.Net;
using GradCamService.Tests.Callers;

namespace GradCamService.Tests.Attacks;

/// <summary>What a service holds and computes while it is attacked, and what an honest caller gets meanwhile, who asks once after the other.</summary>
internal sealed class Watch : IAsyncDisposable
{
    public const string Explanations = "/v1/models/efficientnet-lite0/explanations";

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private readonly ServiceProcess _service;
    private readonly string? _key;
    private readonly CancellationTokenSource _ended = new();
    private readonly long _idle;
    private readonly TimeSpan _processor;
    private readonly Task<long> _highest;
    private readonly Task<List<(HttpStatusCode Status, TimeSpan Time)>> _honest;

    private Watch(ServiceProcess service, string? key)
    {
        (_service, _key, _idle, _processor) = (service, key, service.ResidentBytes, service.ProcessorTime);
        _highest = HighestAsync();
        _honest = HonestAsync();
    }

    /// <summary>Begins, once the service has answered a request as the honest caller's are, so that what stays for good is there.</summary>
    /// <param name="service">Which is watched.</param>
    /// <param name="key">The honest caller's; null: the service asks for none.</param>
    public static async Task<Watch> BeginAsync(ServiceProcess service, string? key = null)
    {
        await service.UntilReadyAsync();
        for (var i = 0; i < 3; i++)
            (await AskAsync(service, key)).EnsureSuccessStatusCode();
        return new Watch(service, key);
    }

    /// <summary>Ends; says what was seen.</summary>
    public async Task<Seen> EndAsync()
    {
        await _ended.CancelAsync();
        return new Seen(_idle, await _highest, _service.ProcessorTime - _processor, await _honest);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Task.WhenAll(_highest, _honest);
        _ended.Dispose();
    }

    public static Task<HttpResponseMessage> AskAsync(ServiceProcess service, string? key = null) =>
        service.Client.SendAsAsync(key, Explanations, Form.Of("chelsea.png", ("images", "none")));

    private async Task<long> HighestAsync()
    {
        var highest = _idle;
        while (!_ended.IsCancellationRequested)
        {
            highest = Math.Max(highest, _service.ResidentBytes);
            await Task.Delay(Glance, CancellationToken.None);
        }
        return highest;
    }

    private async Task<List<(HttpStatusCode, TimeSpan)>> HonestAsync()
    {
        var answers = new List<(HttpStatusCode, TimeSpan)>();
        while (!_ended.IsCancellationRequested)
        {
            var clock = Stopwatch.StartNew();
            using var answer = await AskAsync(_service, _key);
            answers.Add((answer.StatusCode, clock.Elapsed));
            await Task.Delay(Glance, CancellationToken.None);
        }
        return answers;
    }
}

/// <param name="Idle">Bytes in memory before.</param>
/// <param name="Highest">Most bytes in memory.</param>
/// <param name="Processor">Time computed, for attackers and the honest caller.</param>
/// <param name="Honest">The honest caller's answers.</param>
internal sealed record Seen(long Idle, long Highest, TimeSpan Processor, IReadOnlyList<(HttpStatusCode Status, TimeSpan Time)> Honest)
{
    private const double Percentile = 0.99;

    public long Grown => Highest - Idle;

    public override string ToString()
    {
        var times = Honest.Select(answer => answer.Time.TotalMilliseconds).Order().ToList();
        var statuses = string.Join(", ", Honest.CountBy(answer => (int)answer.Status).Select(count => $"{count.Value} × {count.Key}"));
        return FormattableString.Invariant($"memory {Idle >> 20} → {Highest >> 20} MiB, {Processor.TotalSeconds:0.0} s computed, honest caller: {statuses}")
            + (times.Count == 0 ? "" : FormattableString.Invariant($", p99 {times[(int)(Percentile * (times.Count - 1))]:0} ms"));
    }
}
