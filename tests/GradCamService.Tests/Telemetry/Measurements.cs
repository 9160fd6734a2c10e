using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace GradCamService.Tests.Telemetry;

/// <summary>What one service measures from now on; other services of the same process do not count.</summary>
internal sealed class Measurements : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly MeterListener _listener = new();

    public Measurements(Service service)
    {
        var meters = service.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The values of an instrument with these tags, in order.</summary>
    public IReadOnlyList<double> Of(string instrument, params (string Tag, string Value)[] tags) =>
        [.. _measured.Where(one => one.Instrument == instrument && tags.All(one.Has)).Select(one => one.Value)];

    /// <summary>Waits until an instrument has so many values.</summary>
    public async Task UntilAsync(int count, string instrument, params (string Tag, string Value)[] tags)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (Of(instrument, tags).Count < count)
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue(new Measured(instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value?.ToString())));

    private sealed record Measured(string Instrument, double Value, Dictionary<string, string?> Tags)
    {
        public bool Has((string Tag, string Value) tag) => Tags.GetValueOrDefault(tag.Tag) == tag.Value;
    }
}
