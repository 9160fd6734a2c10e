using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Explainers;

/// <summary>What images are compared with: the caller's numbers, or what the network makes of a second photo, which is held constant.</summary>
internal static class References
{
    /// <param name="batch">Orders that fit together.</param>
    /// <param name="network">As it is fed for them; the second photos share a forward pass of their own, without gradients.</param>
    /// <returns>One an order; null where nothing is compared.</returns>
    public static float[]?[] Of(IReadOnlyList<PreparedOrder> batch, ImageNetwork network)
    {
        var references = batch.Select(prepared => prepared.Order.Subject.Reference).ToArray();
        List<int> compared = [.. Enumerable.Range(0, batch.Count).Where(i => batch[i].Reference is not null)];
        if (compared.Count == 0)
            return references;
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var images = Explainer.Stack([.. compared.Select(i => batch[i].Reference!)], batch[0].Order.Model.InputShape, network.Device);
        var found = TensorValues.Floats(network.For([.. compared]).Run(images, null, [], GraphRun.Plain).Logits);
        foreach (var (i, row) in compared.Zip(found.Chunk(found.Length / compared.Count)))
            references[i] ??= row;
        return references;
    }
}
