using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using GradCamService.Onnx;
using GradCamService.Onnx.Execution;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace GradCamService.Explain.Explainers;

/// <summary>
/// Carries out a batch of orders by one forward pass. The j-th targets of all images share a backward pass: their scores are summed,
/// and since images do not mix, each image's gradient is its own. Maps come from plain gradients, whatever the method. An order whose methods run
/// the network again, or look at other views of the image, is a batch of its own.
/// </summary>
public static class Explainer
{
    /// <summary>Computes the outputs of every image and the explanations of its targets, on the thread that owns the device. Leaves no tensor alive.</summary>
    /// <param name="batch">Orders that fit together (<see cref="Order.Fits"/>), at most as many as their model takes; at least one.</param>
    /// <param name="pace">Of an order that takes many passes; null: it has the device for itself.</param>
    public static IReadOnlyList<Explained> Explain(IReadOnlyList<PreparedOrder> batch, Pace? pace = null)
    {
        using var scope = NewDisposeScope();
        var first = batch[0].Order;
        var feeds = BatchFeeds.Of(batch);
        var network = NetworkOf(first).Fed(feeds);
        var images = Stack([.. batch.Select(prepared => prepared.Photo.Values)], first.Model.InputShape, network.Device);
        var clock = Stopwatch.StartNew();
        var references = References.Of(batch, first.Model.Network.Fed(feeds));
        var compared = clock.Elapsed;
        var view = View.Of(batch, network, images, null, references, pace ?? Pace.Alone);
        clock.Restart();
        var views = (first.IsAugmented ? Augmentation.All : [])
            .Select(other => (other, View.Of([batch[0] with { Order = first.OfView(view.Outputs[0]) }], network, Altered(images, other), view.Targets,
                references, pace ?? Pace.Alone).Evidence[0]))
            .ToList();
        var times = view.Times with { Forward = view.Times.Forward + compared, Backward = view.Times.Backward + clock.Elapsed };
        return [.. batch.Select((prepared, i) => new Explained(
            prepared.Order, prepared.Photo, view.Outputs[i], Explanations(prepared, view.Outputs[i], view.Targets[i], view.Evidence[i], views), times)
        {
            Scores = [.. view.Targets[i].Zip(view.Evidence[i], (target, found) =>
                new TargetScore(target, found.Score, target.Probability(found.Score, view.Outputs[i])))],
        })];
    }

    /// <summary>The order's network, as it is served or with layers that forgot; what was drawn belongs to the batch's dispose scope.</summary>
    private static ImageNetwork NetworkOf(Order order) => order.Redrawing is not { } redrawing ? order.Network
        : order.Network with { Graph = new GraphRunner(RedrawnLayers.Redraw(order.Network.Graph.Graph, redrawing.Depth, redrawing.Seed)) };

    private static Tensor Altered(Tensor images, Augmentation view)
    {
        using var plain = no_grad();
        return ChannelsLast.Arrange(view.Apply(images.detach()));
    }

    /// <summary>Each target by each method, at each layer or at all together.</summary>
    private static List<Explanation> Explanations(
        PreparedOrder prepared, NetworkOutput output, IReadOnlyList<Target> targets, IReadOnlyList<Evidence> evidence,
        IReadOnlyList<(Augmentation View, IReadOnlyList<Evidence> Evidence)> views)
    {
        var order = prepared.Order;
        return [.. Enumerable.Range(0, targets.Count).SelectMany(i => order.Methods.SelectMany(method => order.LayersFor(method).Select(layers =>
            new Explanation
            {
                Target = targets[i],
                Method = method,
                Layers = layers,
                Spec = order.Model.Manifest.Input.Spec,
                Photo = prepared.Photo,
                Score = evidence[i].Score,
                Probability = targets[i].Probability(evidence[i].Score, output),
                Map = method.Map is { } map ? MapOf(map, layers, i, evidence, views) : null,
                Attribution = method.Pixels is { } pixels ? PixelsOf(pixels, evidence[i], prepared.Photo.Values) : null,
                Difference = method.Pixels is { } reading && evidence[i].Differences.TryGetValue(reading, out var difference)
                    ? targets[i].IsCounterfactual ? -difference : difference : null,
            })))];
    }

    private static SignedMap MapOf(
        MapReading map, IReadOnlyList<TargetLayer> layers, int target, IReadOnlyList<Evidence> evidence,
        IReadOnlyList<(Augmentation View, IReadOnlyList<Evidence> Evidence)> views) =>
        MapFusion.Mean([
            .. layers.Select(layer => evidence[target].Maps[(map, layer)]),
            .. views.SelectMany(view => layers.Select(layer => view.Evidence[target].Maps[(map, layer)])
                .Select(seen => view.View.IsFlipped ? seen.Mirrored() : seen)),
        ]);

    private static float[] PixelsOf(PixelReading reading, Evidence evidence, float[] input)
    {
        if (reading is not PixelGradient gradient)
            return evidence.Pixels[reading];
        var values = evidence.Gradients[gradient.Rule];
        if (!gradient.IsTimesInput)
            return values;
        var product = new float[values.Length];
        TensorPrimitives.Multiply(values, input, product);
        return product;
    }

    /// <summary>Inputs of a network as one batch <c>[N, C, H, W]</c> on its device.</summary>
    internal static Tensor Stack(IReadOnlyList<float[]> inputs, IReadOnlyList<long> shape, Device device)
    {
        using var stacked = Block([inputs.Count, .. shape], device);
        var values = MemoryMarshal.Cast<byte, float>(stacked.bytes);
        var size = values.Length / inputs.Count;
        for (var i = 0; i < inputs.Count; i++)
            inputs[i].CopyTo(values.Slice(i * size, size));
        return ChannelsLast.Arrange(stacked.to(device)).detach();
    }

    /// <summary>Memory of the CPU; for a GPU, memory that it can copy from by itself.</summary>
    private static Tensor Block(long[] shape, Device device)
    {
        var block = empty(shape, dtype: ScalarType.Float32);
        if (device.type != TorchSharp.DeviceType.CUDA)
            return block;
        using (block)
            return block.pin_memory();
    }
}
