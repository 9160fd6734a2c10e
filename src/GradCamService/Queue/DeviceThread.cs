using GradCamService.Configuration;
using GradCamService.Explain.Library;
using GradCamService.Onnx.Execution;
using GradCamService.Telemetry;
using Microsoft.Extensions.Options;
using static TorchSharp.torch;

namespace GradCamService.Queue;

/// <summary>
/// The one thread that owns the device: it loads the models, then runs batch after batch. Nothing here awaits, because TorchSharp's
/// dispose scopes belong to a thread.
/// </summary>
internal sealed partial class DeviceThread(
    InferenceQueue queue,
    ServedModels models,
    ServiceMetrics metrics,
    TimeProvider time,
    IOptions<QueueOptions> queueOptions,
    IOptions<ModelsOptions> modelsOptions,
    IOptions<DeviceOptions> deviceOptions,
    IHostApplicationLifetime lifetime,
    ILogger<DeviceThread> logger) : IHostedService
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(queue.Drain);
        new Thread(Run) { Name = "device", IsBackground = true }.Start();
        return Task.CompletedTask;
    }

    // Hosted services stop in reverse order of registration: the web server, which waits for its requests, has stopped before.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Drain();
        queue.Waiting.Close();
        return _stopped.Task.WaitAsync(cancellationToken);
    }

    private void Run()
    {
        try
        {
            metrics.ShowReasons();
            LoadModels();
            while (queue.Waiting.TakeBatch(queueOptions.Value.MaxBatch) is { Count: > 0 } batch)
                Compute(batch);
            models.Dispose();
            _stopped.SetResult();
        }
        catch (Exception exception)
        {
            // Nothing can be answered without this thread: say why and let the process end, so that it is started anew.
            Died(exception);
            _stopped.SetException(exception);
            lifetime.StopApplication();
        }
    }

    private void LoadModels()
    {
        NativeHeap.KeepLargeBlocks();
        NativeThreads.SpinBriefly();
        var device = DeviceChoice.Of(deviceOptions.Value.Name);
        if (deviceOptions.Value.Threads > 0)
            set_num_threads(deviceOptions.Value.Threads);
        var started = time.GetTimestamp();
        var library = ModelLibrary.Load(ModelFolders.Of(modelsOptions.Value), device);
        foreach (var entry in library.Entries.Where(entry => !entry.IsReady))
            NotReady(entry.Name, entry.Reason!);
        models.Set(library);
        Ready(library.Entries.Count(entry => entry.IsReady), device.ToString(), time.GetElapsedTime(started).TotalSeconds);
    }

    private void Compute(IReadOnlyList<InferenceJob> taken)
    {
        var now = time.GetTimestamp();
        var batch = taken.Where(job => IsWanted(job, now)).ToList();
        if (batch.Count == 0)
            return;
        try
        {
            ComputeTogether(batch, now);
        }
        catch (Exception exception) when (batch.Count > 1)
        {
            // One image's failure must not be another's: each is computed alone.
            BatchFailed(exception, batch.Count);
            foreach (var job in batch)
                ComputeAlone(job);
        }
        catch (Exception exception)
        {
            batch[0].Fail(exception);
        }
    }

    private void ComputeAlone(InferenceJob job)
    {
        try
        {
            ComputeTogether([job], time.GetTimestamp());
        }
        catch (Exception exception)
        {
            job.Fail(exception);
        }
    }

    private void ComputeTogether(List<InferenceJob> batch, long started)
    {
        var key = batch[0].Key;
        var explained = key.Model.Explain(batch.Select(job => job.Item).ToList(), key.Layer, key.Passes);
        queue.Rate.Record(batch.Count, time.GetElapsedTime(started));
        metrics.BatchComputed(key.Model.Name, batch.Count, explained.Forward, explained.Backward);
        for (var i = 0; i < batch.Count; i++)
        {
            var waited = time.GetElapsedTime(batch[i].Submitted, started);
            metrics.Waited(key.Model.Name, waited);
            batch[i].Complete(new InferenceResult(explained.Results[i], waited, explained.Forward, explained.Backward));
        }
    }

    /// <summary>Callers who left, or whose time is up, are not computed.</summary>
    private bool IsWanted(InferenceJob job, long now)
    {
        if (job.Cancellation.IsCancellationRequested)
        {
            metrics.Refused("caller-left");
            job.Cancel();
        }
        else if (now >= job.Deadline)
        {
            // The caller's own clock says so too, or will in a moment; whichever is first, the answer is the same.
            job.Fail(new TimeoutException());
        }
        else
        {
            return true;
        }
        return false;
    }

    [LoggerMessage(LogLevel.Information, "{Count} models are ready on {Device} after {Seconds:0.00} s")]
    private partial void Ready(int count, string device, double seconds);

    [LoggerMessage(LogLevel.Warning, "Model {Model} is not ready: {Reason}")]
    private partial void NotReady(string model, string reason);

    [LoggerMessage(LogLevel.Warning, "A batch of {Count} failed; its images are computed one by one")]
    private partial void BatchFailed(Exception exception, int count);

    [LoggerMessage(LogLevel.Critical, "The device thread died")]
    private partial void Died(Exception exception);
}
