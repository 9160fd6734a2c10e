using System.Diagnostics;
using GradCamService.Explain.Captions;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Explainers;

/// <summary>What one pass over the images of a batch told, and all that follows it. No tensor is left.</summary>
/// <param name="Outputs">What the network said of each image.</param>
/// <param name="Targets">What is explained of each.</param>
/// <param name="Evidence">What was found for each of its targets.</param>
/// <param name="Times">Where the time went.</param>
internal sealed record View(
    IReadOnlyList<NetworkOutput> Outputs, IReadOnlyList<IReadOnlyList<Target>> Targets, IReadOnlyList<IReadOnlyList<Evidence>> Evidence, StageTimes Times)
{
    /// <param name="batch">What is to be done with each image.</param>
    /// <param name="network">As it is fed for them.</param>
    /// <param name="images"><c>[N, C, H, W]</c>; made a leaf of autograd where gradients at it are wanted.</param>
    /// <param name="known">What is explained, where another view has told.</param>
    /// <param name="references">What the outputs of each are compared with; null where nothing is.</param>
    /// <param name="pace">Of an order that takes many passes.</param>
    public static View Of(
        IReadOnlyList<PreparedOrder> batch, ImageNetwork network, Tensor images, IReadOnlyList<IReadOnlyList<Target>>? known,
        IReadOnlyList<float[]?> references, Pace pace)
    {
        var orders = batch.Select(prepared => prepared.Order).ToList();
        var (model, layers, passes) = (orders[0].Model, orders[0].Layers, orders[0].Passes);
        using var scope = NewDisposeScope();
        using var mode = set_grad_enabled((passes & Passes.Gradients) != Passes.None);
        var clock = Stopwatch.StartNew();
        var run = RunFor(passes, layers);
        // Of several layers a later one may not lie behind the first, where recording begins.
        if ((passes & Passes.Pixels) != Passes.None || (passes.HasFlag(Passes.Layers) && layers.Count > 1))
            images.requires_grad_();
        IReadOnlyList<string> wanted = passes.HasFlag(Passes.Activations) ? [.. layers.Select(layer => layer.Name)] : [];
        var encoded = network.Encode(images, wanted, run);
        var subjects = orders.Select(order => order.Subject).ToList();
        var texts = model.Captions is null ? null
            : new CaptionTexts(model.Captions, encoded.Features, [.. subjects.Select(subject => (subject.Text?.Ids, subject.Beams))]);
        if (orders[0].Methods.Count == 0 && texts?.Found is { } found)
            return new View(found, [.. found.Select(_ => Array.Empty<Target>())], [.. found.Select(_ => Array.Empty<Evidence>())],
                new StageTimes(clock.Elapsed, TimeSpan.Zero));
        var ids = Ids(texts?.Read ?? subjects.Select(subject => subject.Text?.Ids), network);
        var decoded = network.Decode(encoded, ids, wanted, run, orders.Count);
        var outputs = (texts?.Outputs(decoded.Logits) ?? decoded.Outputs())
            .Select((output, i) => output with { Placement = batch[i].Photo.Placement, Reference = references[i] }).ToList();
        var targets = known ?? [.. orders.Select((order, i) => order.TargetsOf(outputs[i]))];
        var forward = clock.Elapsed;
        var maps = orders.SelectMany(order => order.Methods).Select(method => method.Map).OfType<MapReading>().Distinct().ToList();
        var evidence = new Backward(network, run, decoded, images, layers, pace).Explain(targets, outputs, passes, maps);
        if (orders[0].PassesBesides > 0 && targets[0].Count > 0)
            new Reruns(orders[0], network, images, ids, decoded.Activations, targets[0], pace).AddTo(evidence[0], outputs[0]);
        return new View(outputs, targets, evidence, new StageTimes(forward, clock.Elapsed - forward));
    }

    private static GraphRun RunFor(Passes passes, IReadOnlyList<TargetLayer> layers) => new()
    {
        MayGuide = passes.HasFlag(Passes.Guided),
        MayDeconvolve = passes.HasFlag(Passes.Deconvolution),
        Leaves = (passes & Passes.Gradients) == Passes.Layers ? new HashSet<string> { layers[0].Name } : [],
    };

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
