using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace GradCamService.Tests.Telemetry;

/// <summary>A collector that keeps what comes.</summary>
public sealed class OtlpTests : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, string> _received = new();
    private readonly WebApplication _collector = WebApplication.CreateSlimBuilder().Build();

    public async ValueTask InitializeAsync()
    {
        _collector.Urls.Add("http://127.0.0.1:0");
        _collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            // A character a byte.
            _received.AddOrUpdate(context.Request.Path, _ => Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
        });
        await _collector.StartAsync();
    }

    [Fact]
    public async Task Traces_and_metrics_reach_a_collector_with_the_stages_of_a_request()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        using (var service = ServiceProcess.Start(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_SERVICE_NAME", "maps-of-a-test")))
        {
            await service.UntilReadyAsync();
            service.Client.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
            await service.Client.PostAsync("/v1/models/efficientnet-lite0/explanations", Form.Of("chelsea.png")).JsonAsync();
            // What is not sent yet is sent at the end.
            service.Terminate();
            Assert.Equal(0, await service.ExitCodeAsync());
        }

        var traces = _received["/v1/traces"];
        Assert.All(["decode", "queue", "batch", "draw"], span => Assert.Contains(Named(span), traces, StringComparison.Ordinal));
        Assert.Contains("maps-of-a-test", traces, StringComparison.Ordinal);
        // Of a batch, a link (field 13 of a span, its length in one to four bytes) whose first field is the trace of the request.
        var id = Encoding.Latin1.GetString(Convert.FromHexString(Trace));
        var (batch, link) = (traces.IndexOf(Named("batch"), StringComparison.Ordinal), "\n\x10" + id);
        Assert.Contains(Enumerable.Range(batch, traces.Length - batch - link.Length - 5), at =>
            traces[at] == '\x6A' && Enumerable.Range(2, 4).Any(ahead => string.CompareOrdinal(traces, at + ahead, link, 0, link.Length) == 0));
        var metrics = _received["/v1/metrics"];
        Assert.All(["gradcam.queue.wait", "gradcam.batch.size", "http.server.request.duration"], name => Assert.Contains(name, metrics, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync() => await _collector.DisposeAsync();

    /// <summary>A span's name in its message: field 5, its length, the name.</summary>
    private static string Named(string span) => $"\x2A{(char)span.Length}{span}";
}
