using System.Diagnostics.Metrics;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Library;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace GradCamService.Explain.Tests.Queue;

/// <summary>A queue whose engine is a function of the test's.</summary>
internal sealed class TestQueue : IDisposable
{
    public TestQueue(
        Func<IReadOnlyList<PreparedOrder>, IReadOnlyList<Explained>>? engine = null, Action? works = null, QueueOptions? options = null,
        UploadOptions? upload = null, Action<IReadOnlyList<PreparedOrder>, Pace>? meanwhile = null, LaneSettings? lanes = null)
    {
        Waiting = new WaitingRoom(lanes);
        options ??= new QueueOptions();
        var metrics = new QueueMetrics(new Meters());
        Device = new DeviceThread(
            Waiting, new ServedModels(), Rate, metrics, Time, options, new DeviceOptions { Name = "cpu" },
            new Engine((batch, pace) =>
            {
                meanwhile?.Invoke(batch, pace);
                return engine is null ? [.. batch.Select(MadeOrders.Answer)] : engine(batch);
            }, _ => works?.Invoke()), Log);
        Queue = new InferenceQueue(options, upload ?? new UploadOptions(), Device, Waiting, Rate, metrics, Time);
    }

    public FakeTimeProvider Time { get; } = new();

    public WaitingRoom Waiting { get; }

    public ServiceRate Rate { get; } = new();

    public DeviceThread Device { get; }

    public InferenceQueue Queue { get; }

    public Lines Log { get; } = new();

    /// <summary>The device begins to compute.</summary>
    public TestQueue Started()
    {
        Device.Start(device => ModelLibrary.Load([], device));
        return this;
    }

    /// <summary>A request with a small photo, whose caller stays.</summary>
    public Task<Explained> AskAsync(Order order) => AskAsCallerAsync(order, CancellationToken.None);

    /// <summary>A request with a small photo, whose caller may leave.</summary>
    public async Task<Explained> AskAsCallerAsync(Order order, CancellationToken caller)
    {
        using var place = Queue.Admit(1000, caller);
        return await place.ExplainAsync(order, Photo());
    }

    /// <summary>A small photo on the background lane, for as long as it takes.</summary>
    public async Task<Explained> AskInBackgroundAsync(Order order)
    {
        using var place = await Queue.EnterAsync(1000, Timeout.InfiniteTimeSpan, CancellationToken.None);
        return await place.ExplainAsync(order, Photo());
    }

    /// <summary>Waits until so many orders wait for the device.</summary>
    public async Task UntilWaitingAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Waiting.Count != count)
            await Task.Delay(TimeSpan.FromMilliseconds(1), limit.Token);
    }

    public static Upload Photo() => new([TestData.Read("Images/rgb.png")]);

    public void Dispose()
    {
        Waiting.Close();
    }

    /// <summary>What the device's thread wrote.</summary>
    internal sealed class Lines : ILogger<DeviceThread>
    {
        private readonly List<(LogLevel, string)> _lines = [];

        public IReadOnlyList<(LogLevel Level, string Text)> All
        {
            get
            {
                lock (_lines)
                    return [.. _lines];
            }
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
                _lines.Add((logLevel, formatter(state, exception)));
        }
    }

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
