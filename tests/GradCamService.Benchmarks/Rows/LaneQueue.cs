using System.Diagnostics.Metrics;
using GradCamService.Explain.Library;
using GradCamService.Explain.Models;
using GradCamService.Explain.Queue;
using Microsoft.Extensions.Logging.Abstractions;

namespace GradCamService.Benchmarks.Rows;

/// <summary>A queue with a model of its own, which counts its device's time by lane.</summary>
internal sealed class LaneQueue : IAsyncDisposable, IMeterFactory
{
    private readonly MeterListener _listener = new();
    private readonly WaitingRoom _waiting;
    private readonly DeviceThread _thread;

    public LaneQueue(string place, LaneSettings lanes)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, this) && instrument.Name == "gradcam.device.seconds")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => Add(seconds, isBackground: tags[0].Value is "background"));
        _listener.Start();
        var (models, options, rate, metrics) = (new ServedModels(), new QueueOptions(), new ServiceRate(), new QueueMetrics(this));
        _waiting = new WaitingRoom(lanes);
        _thread = new DeviceThread(
            _waiting, models, rate, metrics, TimeProvider.System, options, new DeviceOptions { Name = "cpu" }, Engine.Torch, NullLogger<DeviceThread>.Instance);
        Queue = new InferenceQueue(options, new UploadOptions(), _thread, _waiting, rate, metrics, TimeProvider.System);
        _thread.Start(device => ModelLibrary.Load([place], device));
        SpinWait.SpinUntil(() => models.IsLoaded || _thread.Ended.IsFaulted);
        Model = models.Library.Entries.Single().Model!;
    }

    public InferenceQueue Queue { get; }

    public LoadedModel Model { get; }

    /// <summary>Seconds of the device, since they were forgotten.</summary>
    public double Interactive { get; private set; }

    /// <summary>Those of the background lane.</summary>
    public double Background { get; private set; }

    /// <summary>Its batches.</summary>
    public int Batches { get; private set; }

    public void Forget() => (Interactive, Background, Batches) = (0, 0, 0);

    public async ValueTask DisposeAsync()
    {
        _waiting.Close();
        await _thread.Ended;
        _listener.Dispose();
    }

    Meter IMeterFactory.Create(MeterOptions options) => new(new MeterOptions(options.Name) { Scope = this });

    void IDisposable.Dispose()
    {
    }

    private void Add(double seconds, bool isBackground)
    {
        if (isBackground)
            (Background, Batches) = (Background + seconds, Batches + 1);
        else
            Interactive += seconds;
    }
}
