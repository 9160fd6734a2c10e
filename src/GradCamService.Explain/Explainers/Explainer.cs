using System.Diagnostics;
using System.Runtime.InteropServices;
using GradCamService.Explain.Captions;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using GradCamService.Onnx;
using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Explain.Explainers;

/// <summary>
/// Carries out a batch of orders by one forward pass. The j-th targets of all images share a backward pass: their scores are summed,
/// and since images do not mix, each image's gradient is its own. Maps come from plain gradients, whatever the method.
/// </summary>
public static class Explainer
{
    /// <summary>Computes the outputs of every image and the explanations of its targets, on the thread that owns the device. Leaves no tensor alive.</summary>
    /// <param name="batch">Orders that fit together (<see cref="Order.Fits"/>), at most as many as their model takes; at least one.</param>
    public static IReadOnlyList<Explained> Explain(IReadOnlyList<PreparedOrder> batch)
    {
        var (model, layer, passes) = (batch[0].Order.Model, batch[0].Order.Layer, batch[0].Order.Passes);
        var network = batch[0].Order.Network;
        using var scope = NewDisposeScope();
        using var mode = set_grad_enabled(passes != Passes.None);
        var clock = Stopwatch.StartNew();
        var run = new GraphRun { MayGuide = passes.Guided, Leaves = passes is { Maps: true, Guided: false } ? new HashSet<string> { layer.Name } : [] };
        var images = Stack(batch, model.InputShape, network.Device);
        if (passes.Guided)
            images.requires_grad_();
        var wanted = passes.Maps ? layer.Name : null;
        var (features, early) = network.Encode(images, wanted, run);
        var subjects = batch.Select(prepared => prepared.Order.Subject).ToList();
        var texts = model.Captions is null ? null
            : new CaptionTexts(model.Captions, features, [.. subjects.Select(subject => (subject.Text?.Ids, subject.Beams))]);
        if (passes == Passes.None && texts?.Found is { } found)
            return [.. batch.Select((prepared, i) => Of(prepared, found[i], [], new StageTimes(clock.Elapsed, TimeSpan.Zero)))];
        var decoded = network.Decode(
            features, Ids(texts?.Read ?? subjects.Select(subject => subject.Text?.Ids), network), wanted, run, texts is null ? batch.Count : null);
        var (logits, late, dense) = decoded;
        var outputs = (texts?.Outputs(logits) ?? decoded.Outputs())
            .Select((output, i) => output with { Placement = batch[i].Photo.Placement }).ToList();
        var targets = batch.Select((prepared, i) => prepared.Order.TargetsOf(outputs[i])).ToList();
        var forward = clock.Elapsed;
        var weights = batch.SelectMany(prepared => prepared.Order.Methods).Select(method => method.Weights).OfType<MapWeights>().Distinct().ToList();
        var evidence = new Backward(network, run, logits, dense, images, layer, early ?? late).Explain(targets, passes, weights);
        var times = new StageTimes(forward, clock.Elapsed - forward);
        return [.. batch.Select((prepared, i) => Of(prepared, outputs[i], Explanations(prepared, outputs[i], targets[i], evidence[i]), times))];
    }

    private static Explained Of(PreparedOrder prepared, NetworkOutput output, IReadOnlyList<Explanation> explanations, StageTimes times) =>
        new(prepared.Order, prepared.Photo, output, explanations, times);

    /// <summary>Each target by each method.</summary>
    private static List<Explanation> Explanations(
        PreparedOrder prepared, NetworkOutput output, IReadOnlyList<Target> targets, IReadOnlyList<Evidence> evidence)
    {
        var (order, photo) = prepared;
        return [.. targets.Zip(evidence).SelectMany(found => order.Methods.Select(method => new Explanation
        {
            Target = found.First,
            Method = method,
            Layer = order.Layer,
            Spec = order.Model.Manifest.Input.Spec,
            Photo = photo,
            Score = found.Second.Score,
            Probability = found.First.Score.Probability(found.Second.Score, output),
            Map = method.Weights is { } weights ? found.Second.Maps[weights] : null,
            Gradients = method.Pixels is null ? null : found.Second.Gradients,
        }))];
    }

    private static Tensor Stack(IReadOnlyList<PreparedOrder> batch, IReadOnlyList<long> shape, Device device)
    {
        using var stacked = Block([batch.Count, .. shape], device);
        var values = MemoryMarshal.Cast<byte, float>(stacked.bytes);
        var size = values.Length / batch.Count;
        for (var i = 0; i < batch.Count; i++)
            batch[i].Photo.Values.CopyTo(values.Slice(i * size, size));
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

    /// <summary>Texts, padded right to the longest: <c>[N, T]</c>; null for a network that reads none.</summary>
    private static Tensor? Ids(IEnumerable<IReadOnlyList<int>?> texts, ImageNetwork network)
    {
        if (network.Wiring.Text is null)
            return null;
        var rows = texts.OfType<IReadOnlyList<int>>().ToList();
        var length = rows.Max(row => row.Count);
        var ids = rows.SelectMany(row => row.Concat(Enumerable.Repeat(network.Wiring.Padding, length - row.Count)));
        return TokenIds.Of(ids, rows.Count);
    }
}
