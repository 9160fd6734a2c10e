using GradCamService.Explain.Explainers;
using GradCamService.Explain.Orders;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Queue;

/// <summary>What computes batches, on the device's thread only.</summary>
/// <param name="Explain">Carries out orders that fit together, at a pace.</param>
/// <param name="Try">The least that a device which is not broken can do; throws where it cannot.</param>
public sealed record Engine(Func<IReadOnlyList<PreparedOrder>, Pace, IReadOnlyList<Explained>> Explain, Action<Device> Try)
{
    /// <summary>libtorch.</summary>
    public static Engine Torch { get; } = new(Explainer.Explain, device =>
    {
        using var scope = NewDisposeScope();
        if (ones(1, device: device).Plus(1).cpu().item<float>() != 2)
            throw new InvalidOperationException("one and one are not two");
    });
}
