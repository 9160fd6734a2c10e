using GradCamService.Explain.Explainers;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using GradCamService.Queue;
using Microsoft.Extensions.DependencyInjection;
using TorchSharp;

namespace GradCamService.Tests.Queue;

/// <summary>Keeps a service's device busy until it is released, so that what waits can be looked at.</summary>
internal sealed class HeldDevice : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly InferenceQueue _queue;
    private readonly Gate _gate = new();

    private HeldDevice(Service service)
    {
        _queue = service.Services.GetRequiredService<InferenceQueue>();
        Model = service.Services.GetRequiredService<ServedModels>().Library.Find("efficientnet-lite0")!.Model!;
    }

    public LoadedModel Model { get; }

    /// <summary>A blank input of the model.</summary>
    public ExplainerItem Item(params Target[] targets) =>
        new(new float[Model.InputShape.Aggregate(1L, (product, size) => product * size)], new NamedTargets(targets));

    public static async Task<HeldDevice> HoldAsync(Service service)
    {
        var held = new HeldDevice(service);
        var key = new BatchKey(held.Model, held.Model.DefaultLayer.Name, Passes.None);
        held._queue.Waiting.Enter(new InferenceJob(key, held.Item(held._gate), long.MaxValue, CancellationToken.None) { Submitted = 0 });
        await held._gate.Reached.WaitAsync(Patience);
        return held;
    }

    /// <summary>Waits until so many jobs wait for the device.</summary>
    public async Task UntilWaitingAsync(int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (_queue.Waiting.Count != count)
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
    }

    public void Dispose() => _gate.Open();

    /// <summary>A target whose score is not there before the gate is opened.</summary>
    private sealed record Gate : Target
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly object _lock = new();
        private bool _open;

        public Task Reached => _reached.Task;

        public void Open()
        {
            lock (_lock)
            {
                _open = true;
                Monitor.PulseAll(_lock);
            }
        }

        public override torch.Tensor Score(torch.Tensor logits)
        {
            _reached.TrySetResult();
            lock (_lock)
                while (!_open)
                    if (!Monitor.Wait(_lock, Patience))
                        throw new TimeoutException("nobody opened the gate");
            return logits[0];
        }
    }
}
