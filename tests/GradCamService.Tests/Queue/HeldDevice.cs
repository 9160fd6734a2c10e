using GradCamService.Explain.Concepts;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using GradCamService.Explain.Targets;
using Microsoft.Extensions.DependencyInjection;
using TorchSharp;

namespace GradCamService.Tests.Queue;

/// <summary>Keeps a service's device busy until it is released, so that what waits can be looked at.</summary>
internal sealed class HeldDevice : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly WaitingRoom _waiting;
    private readonly Gate _gate = new();

    private HeldDevice(Service service)
    {
        _waiting = service.Services.GetRequiredService<WaitingRoom>();
        Model = service.Services.GetRequiredService<ServedModels>().Library.Find("efficientnet-lite0")!.Model!;
    }

    public LoadedModel Model { get; }

    /// <summary>Puts a blank photo in the waiting room.</summary>
    public WaitingOrder Enter(Score score, params Method[] methods)
    {
        var spec = Model.Manifest.Input.Spec;
        var order = new Order
        {
            Model = Model,
            Subject = new Subject(new NamedTargets([new Target(score, new ConceptName(null, null, ""))])),
            Methods = methods,
            Layers = [Model.DefaultLayer],
            Fit = spec.Fit,
        };
        var photo = new PreparedPhoto(null, null!, new float[Model.InputShape.Aggregate(1L, (product, size) => product * size)]);
        var waiting = new WaitingOrder(new PreparedOrder(order, photo), 0, CancellationToken.None);
        _waiting.Enter(waiting);
        return waiting;
    }

    /// <summary>An order without a model: an error outside of any batch.</summary>
    public void EnterWhatEndsTheThread()
    {
        var order = new Order { Model = null!, Subject = new Subject(TargetChoice.None), Layers = [Model.DefaultLayer], Fit = Fit.Crop };
        _waiting.Enter(new WaitingOrder(new PreparedOrder(order, null!), 0, CancellationToken.None));
    }

    public static async Task<HeldDevice> HoldAsync(Service service)
    {
        var held = new HeldDevice(service);
        held.Enter(held._gate);
        await held._gate.Reached.WaitAsync(Patience);
        return held;
    }

    /// <summary>Waits until so many orders wait for the device.</summary>
    public async Task UntilWaitingAsync(int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (_waiting.Count != count)
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
    }

    public void Dispose() => _gate.Open();

    /// <summary>A score that is not there before the gate is opened.</summary>
    private sealed record Gate : Score
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

        public override torch.Tensor Of(torch.Tensor logits)
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
