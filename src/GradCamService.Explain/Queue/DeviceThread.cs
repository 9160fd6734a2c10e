using GradCamService.Explain.Explainers;
using GradCamService.Explain.Library;
using GradCamService.Onnx;
using GradCamService.Onnx.Execution;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace GradCamService.Explain.Queue;

/// <summary>
/// The one thread that owns the device: it loads the models, then runs batch after batch. Nothing here awaits, because TorchSharp's
/// dispose scopes belong to a thread.
/// </summary>
public sealed partial class DeviceThread(
    WaitingRoom waiting, ServedModels models, ServiceRate rate, QueueMetrics metrics, TimeProvider time, QueueOptions options,
    DeviceOptions deviceOptions, Engine engine, ILogger<DeviceThread> logger)
{
    // Until an orchestrator has seen that it is not alive and has started it anew.
    private static readonly TimeSpan UntilRestarted = TimeSpan.FromSeconds(30);

    private readonly DeviceClock _clock = new(waiting, metrics, time);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile UnavailableException? _unavailable;

    // Null until it is loaded: to name a device loads libtorch.
    private Device? _device;

    /// <summary>Ends when the room is closed and empty; fails when the thread dies.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Why nothing can be computed any more before a restart; null while it can.</summary>
    public UnavailableException? Unavailable => _unavailable;

    /// <summary>Begins.</summary>
    /// <param name="load">Loads the models, on this thread.</param>
    public void Start(Func<Device, ModelLibrary> load) => new Thread(() => Run(load)) { Name = "device", IsBackground = true }.Start();

    private void Run(Func<Device, ModelLibrary> load)
    {
        try
        {
            metrics.ShowReasons();
            Load(load);
            while (waiting.TakeBatch(MostOf) is { Count: > 0 } batch)
                Compute([.. batch.Where(order => !order.Cancellation.IsCancellationRequested)]);
            models.Dispose();
            _ended.SetResult();
        }
        catch (Exception exception)
        {
            // Nothing can be answered without this thread: say so to all who wait, and let the process end, so that it is started anew.
            Died(exception);
            Break("The thread that computes has died");
            _ended.SetException(exception);
        }
    }

    private void Load(Func<Device, ModelLibrary> load)
    {
        NativeHeap.KeepLargeBlocks();
        var device = _device = DeviceChoice.Of(deviceOptions.Name);
        DeviceArithmetic.Set(deviceOptions.Precision);
        if (deviceOptions.Threads > 0)
            set_num_threads(deviceOptions.Threads);
        var started = time.GetTimestamp();
        var library = load(device);
        foreach (var entry in library.Entries.Where(entry => !entry.IsReady))
            NotReady(entry.Failure, entry.Name, entry.Reason!);
        foreach (var model in library.Entries.Select(entry => entry.Model).Where(model => model?.OneByOne is not null))
            RunsOneByOne(model!.Name, model.OneByOne!);
        models.Set(library);
        Ready(library.Entries.Count(entry => entry.IsReady), device.ToString(), time.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Most images of a batch that begins with an order, by number and by bytes.</summary>
    private int MostOf(WaitingOrder first)
    {
        var model = first.Order.Model;
        // A backward pass finds all activations in memory, and makes gradients of the same sizes.
        var bytes = model.ActivationBytes * ((first.Order.Passes & Methods.Passes.Gradients) == Methods.Passes.None ? 1 : 2);
        var fitting = bytes > 0 ? Math.Max(options.BatchMemoryOrDefault / bytes, 1) : long.MaxValue;
        var most = (int)Math.Min(Math.Min(options.MaxBatch, model.MaxBatch), fitting);
        return first is { Lane: Lane.Background, Group: null } && RequestsCome ? Math.Min(most, waiting.Lanes.BackgroundBatch) : most;
    }

    private bool RequestsCome => waiting.LastRequest is { } last && time.GetElapsedTime(last) < waiting.Lanes.Pause;

    /// <summary>
    /// Between passes a batch ends where nobody waits for any of it any longer, and short interactive orders that came meanwhile are computed, if it is a long
    /// one: a batch of them each time, so that neither waits for long; between those of the background, as many as there are until it is its turn again.
    /// </summary>
    private Pace PaceOf(IReadOnlyList<WaitingOrder> batch, int most) => new(most, () =>
    {
        if (IsLeft(batch))
            throw new OperationCanceledException(batch[0].Cancellation);
        if (batch[0].Order.IsLong)
            _clock.Between(batch[0].Lane, () => ComputeShort(batch[0].Lane));
    });

    /// <param name="paused">The lane of what stands still meanwhile.</param>
    private void ComputeShort(Lane paused)
    {
        while (waiting.TakeShort(MostOf, paused) is { Count: > 0 } batch)
        {
            Compute([.. batch.Where(order => !order.Cancellation.IsCancellationRequested)]);
            if (paused == Lane.Interactive)
                return;
        }
    }

    private static bool IsLeft(IReadOnlyList<WaitingOrder> batch) => batch.All(order => order.Cancellation.IsCancellationRequested);

    /// <param name="batch">Orders that fit together.</param>
    /// <param name="most">Most images of a pass, where there is less memory than was thought.</param>
    private void Compute(IReadOnlyList<WaitingOrder> batch, int most = int.MaxValue)
    {
        if (batch.Count == 0)
            return;
        most = Math.Min(MostOf(batch[0]), most);
        using var span = QueueTraces.BeginBatch(batch, time.GetUtcNow(), order => time.GetElapsedTime(order.Submitted));
        try
        {
            var started = time.GetTimestamp();
            var lane = batch[0].Lane;
            var explained = _clock.Run(lane, () => engine.Explain([.. batch.Select(order => order.Prepared)], PaceOf(batch, most)));
            // A refused caller waits for requests to be done: batches of a job have another size, and what is let in between passes another length.
            if (!batch[0].Order.IsLong && lane == Lane.Interactive)
                rate.Record(batch.Count, time.GetElapsedTime(started));
            metrics.BatchComputed(lane, batch[0].Order.Model.Name, batch.Count, explained[0].Times.Forward, explained[0].Times.Backward);
            foreach (var (order, result) in batch.Zip(explained))
            {
                var waited = time.GetElapsedTime(order.Submitted, started);
                metrics.Waited(lane, order.Order.Model.Name, waited);
                order.Complete(result with { Times = result.Times with { Queue = waited } });
            }
        }
        catch (OperationCanceledException left) when (IsLeft(batch))
        {
            foreach (var order in batch)
                order.Fail(left);
        }
        catch (Exception exception)
        {
            Recover(batch, most, EngineException.IsNative(exception) ? EngineException.Of(exception, "the batch") : exception);
        }
    }

    /// <summary>What does not fit into memory is tried in halves; what fails otherwise, image by image: one image's failure must not be another's.</summary>
    private void Recover(IReadOnlyList<WaitingOrder> batch, int most, Exception exception)
    {
        var fault = (exception as EngineException)?.Fault;
        if (fault is { } found)
            metrics.Faulted(found);
        if (fault == EngineFault.Device && !Works())
        {
            var reason = Break("The device does not work any longer");
            foreach (var order in batch)
                order.Fail(reason);
        }
        else if (fault == EngineFault.OutOfMemory && batch[0].Order.PassesBesides > 0 && most > 1)
        {
            Compute(batch, most / 2);
        }
        else if (batch.Count == 1)
        {
            batch[0].Fail(exception);
        }
        else
        {
            var parts = fault == EngineFault.OutOfMemory ? (batch.Count + 1) / 2 : 1;
            BatchFailed(exception, batch.Count, parts);
            foreach (var part in batch.Chunk(parts))
                Compute([.. part.Where(order => !order.Cancellation.IsCancellationRequested)]);
        }
    }

    private bool Works()
    {
        try
        {
            engine.Try(_device!);
            return true;
        }
        catch (Exception exception)
        {
            DeviceBroken(exception);
            return false;
        }
    }

    private UnavailableException Break(string what)
    {
        var reason = _unavailable = new UnavailableException($"{what}; the service must be started anew.", UntilRestarted);
        waiting.Abandon(reason);
        return reason;
    }

    [LoggerMessage(LogLevel.Information, "{Count} models are ready on {Device} after {Seconds:0.00} s")]
    private partial void Ready(int count, string device, double seconds);

    [LoggerMessage(LogLevel.Warning, "Model {Model} is not ready: {Reason}")]
    private partial void NotReady(Exception? failure, string model, string reason);

    [LoggerMessage(LogLevel.Information, "Model {Model} computes one image at a time: {Reason}")]
    private partial void RunsOneByOne(string model, string reason);

    [LoggerMessage(LogLevel.Warning, "A batch of {Count} failed; it is computed again in parts of {Part}")]
    private partial void BatchFailed(Exception exception, int count, int part);

    [LoggerMessage(LogLevel.Critical, "The device does not work any longer")]
    private partial void DeviceBroken(Exception exception);

    [LoggerMessage(LogLevel.Critical, "The device thread died")]
    private partial void Died(Exception exception);
}
