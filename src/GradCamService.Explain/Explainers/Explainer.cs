using System.Diagnostics;
using System.Runtime.InteropServices;
using GradCamService.Explain.Captions;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Targets;
using GradCamService.Onnx;
using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Explain.Explainers;

/// <summary>
/// Explains a batch of images by one forward pass. The j-th targets of all images share a backward pass: their scores are summed,
/// and since images do not mix, each image's gradient is its own. Channel weights come from plain gradients, whatever the method.
/// </summary>
/// <param name="network">The shared network; it is not changed.</param>
/// <param name="layer">The target layer.</param>
/// <param name="tokens">Its grid, where it is a sequence of tokens.</param>
/// <param name="captions">The decoder of a network that writes captions; else null.</param>
/// <param name="isChannelsLast">Whether it is a map <c>[N, h, w, K]</c>.</param>
public sealed class Explainer(
    ImageNetwork network, string layer, TokenGrid? tokens = null, CaptionDecoder? captions = null, bool isChannelsLast = false)
{
    /// <summary>Computes the outputs of every image and the explanations of its targets. Leaves no tensor alive.</summary>
    /// <param name="items">Images of the same shape.</param>
    /// <param name="shape">Their shape, without the batch axis.</param>
    /// <param name="passes">The backward passes to make.</param>
    public ExplainedBatch Explain(IReadOnlyList<ExplainerItem> items, IReadOnlyList<long> shape, Passes passes)
    {
        using var scope = NewDisposeScope();
        using var mode = set_grad_enabled(passes != Passes.None);
        var clock = Stopwatch.StartNew();
        var run = new GraphRun { MayGuide = passes.Guided, Leaves = passes is { Maps: true, Guided: false } ? new HashSet<string> { layer } : [] };
        var images = Stack(items, shape);
        if (passes.Guided)
            images.requires_grad_();
        var wanted = passes.Maps ? layer : null;
        var (features, early) = network.Encode(images, wanted, run);
        var texts = captions is null ? null : new CaptionTexts(captions, features, items);
        if (passes == Passes.None && texts?.Found is { } found)
            return new ExplainedBatch(found.Select(output => new ExplainerResult(output, [])).ToList(), clock.Elapsed, TimeSpan.Zero);
        var (logits, late, dense) = network.Decode(features, Ids(texts?.Read ?? items.Select(item => item.Text)), wanted, run);
        var outputs = texts?.Outputs(logits) ?? Rows(logits, items.Count);
        var targets = items.Select((item, i) => item.Targets.Choose(outputs[i])).ToList();
        var forward = clock.Elapsed;
        var results = new Backward(network, run, logits, dense, images, early ?? late, tokens, isChannelsLast).Explain(items, targets, passes);
        return new ExplainedBatch(
            items.Select((_, i) => new ExplainerResult(outputs[i], results[i])).ToList(), forward, clock.Elapsed - forward);
    }

    private Tensor Stack(IReadOnlyList<ExplainerItem> items, IReadOnlyList<long> shape)
    {
        using var stacked = empty([items.Count, .. shape], dtype: ScalarType.Float32);
        var values = MemoryMarshal.Cast<byte, float>(stacked.bytes);
        var size = values.Length / items.Count;
        for (var i = 0; i < items.Count; i++)
            items[i].Image.CopyTo(values.Slice(i * size, size));
        return ChannelsLast.Arrange(stacked.to(network.Device)).detach();
    }

    /// <summary>Texts, padded right to the longest: <c>[N, T]</c>; null for a network that reads none.</summary>
    private Tensor? Ids(IEnumerable<IReadOnlyList<int>?> texts)
    {
        if (network.Wiring.Text is null)
            return null;
        var rows = texts.OfType<IReadOnlyList<int>>().ToList();
        var length = rows.Max(row => row.Count);
        var ids = rows.SelectMany(row => row.Concat(Enumerable.Repeat(network.Wiring.Padding, length - row.Count)));
        return tensor(ids.Select(id => (long)id).ToArray(), [rows.Count, length]).to(network.Device);
    }

    private static NetworkOutput[] Rows(Tensor logits, int count)
    {
        var all = logits.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        return all.Chunk(all.Length / count).Select(row => new NetworkOutput(row, [])).ToArray();
    }
}

/// <summary>A batch's results with the time that its passes took.</summary>
/// <param name="Results">One for each image, in order.</param>
/// <param name="Forward">Time of the forward pass.</param>
/// <param name="Backward">Time of all backward passes.</param>
public sealed record ExplainedBatch(IReadOnlyList<ExplainerResult> Results, TimeSpan Forward, TimeSpan Backward);
