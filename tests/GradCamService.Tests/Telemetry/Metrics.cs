using System.Globalization;

namespace GradCamService.Tests.Telemetry;

/// <summary>Reads <c>/metrics</c> as Prometheus would.</summary>
internal static class Metrics
{
    // The exporter hands out the same text for a moment.
    private static readonly TimeSpan Cached = TimeSpan.FromMilliseconds(350);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The sum of a metric over all series with these labels; 0 where there is none yet.</summary>
    public static async Task<double> ReadAsync(Service service, string name, params (string Label, string Value)[] labels)
    {
        await Task.Delay(Cached);
        return (await service.Client.GetStringAsync("/metrics")).Split('\n')
            .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal))
            .Where(line => labels.All(label => line.Contains($"{label.Label}=\"{label.Value}\"", StringComparison.Ordinal)))
            .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until a metric has a value.</summary>
    public static async Task UntilAsync(Service service, string name, double expected, params (string Label, string Value)[] labels)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await ReadAsync(service, name, labels) != expected)
            limit.Token.ThrowIfCancellationRequested();
    }
}
