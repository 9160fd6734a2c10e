using System.Runtime.InteropServices;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Targets;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Explainers;

/// <summary>The backward passes of one batch. All tensors belong to the batch's dispose scope.</summary>
/// <param name="network">What was run.</param>
/// <param name="run">How.</param>
/// <param name="logits">Its outputs, one row an image.</param>
/// <param name="dense">The input of its dense layer, where that is known: the passes begin there.</param>
/// <param name="images">Its input.</param>
/// <param name="activations">The target layer, where there is one.</param>
internal sealed class Backward(
    ImageNetwork network, GraphRun run, Tensor logits, Tensor? dense, Tensor images, Tensor? activations, TokenGrid? tokens, bool isChannelsLast)
{
    /// <returns>For each image, one explanation a target.</returns>
    public IReadOnlyList<TargetExplanation>[] Explain(
        IReadOnlyList<ExplainerItem> items, IReadOnlyList<IReadOnlyList<Target>> targets, Passes passes)
    {
        var rounds = targets.Max(list => list.Count);
        if (rounds == 0)
            return [.. items.Select(_ => Array.Empty<TargetExplanation>())];
        var (values, gradients) = Scores(items, targets, rounds, passes != Passes.None);
        (Tensor At, Tensor Gradient)[] starts = dense is null || passes == Passes.None
            ? [.. gradients.Select(gradient => (logits, gradient))]
            : [.. network.ThroughClassifier(cat(gradients)).chunk(rounds).Select(gradient => (dense, gradient))];
        var maps = passes.Maps ? Maps(starts, retain: passes.Guided) : null;
        var guided = passes.Guided ? Pass(ReluRule.Guided, starts, images, retain: false, ToArrays) : null;
        return items.Select((_, i) => (IReadOnlyList<TargetExplanation>)targets[i].Select((target, j) => new TargetExplanation(
            target, values[i][j], maps?[i][j], guided?[j][i])).ToList()).ToArray();
    }

    /// <summary>The scores of each image's targets, and their gradients at the logits: one round for all first targets, one for all second, …</summary>
    private (float[][] Values, Tensor[] Gradients) Scores(
        IReadOnlyList<ExplainerItem> items, IReadOnlyList<IReadOnlyList<Target>> targets, int rounds, bool withGradients)
    {
        var all = logits.detach().repeat([rounds, .. Enumerable.Repeat(1L, (int)logits.dim() - 1)]).requires_grad_(withGradients);
        var rows = all.unbind(0);
        var scores = items.SelectMany((item, i) => targets[i].Select((target, round) => (item, score: target.Score(rows[round * items.Count + i])))).ToList();
        var flat = stack(scores.Select(pair => pair.score)).detach().to(ScalarType.Float32).cpu().data<float>().ToArray();
        var start = 0;
        var values = targets.Select(list => flat[start..(start += list.Count)]).ToArray();
        return (values, withGradients
            ? autograd.grad([stack(scores.Select(pair => pair.item.Signed(pair.score))).sum()], [all])[0].chunk(rounds)
            : []);
    }

    /// <summary>For each image, one map a round: a backward pass a round for the channel weights, then one product for all.</summary>
    private SignedMap[][] Maps((Tensor At, Tensor Gradient)[] starts, bool retain)
    {
        var weights = Pass(ReluRule.Plain, starts, activations!, retain,
            gradients => LocalizationMap.ChannelWeights(gradients, tokens, isChannelsLast).MoveToOuterDisposeScope());
        using var plain = no_grad();
        var maps = LocalizationMap.Of(activations!.detach(), weights, tokens, isChannelsLast);
        var (height, width) = ((int)maps.shape[2], (int)maps.shape[3]);
        return ToArrays(maps).Select(image => image.Chunk(height * width).Select(values => new SignedMap(height, width, values)).ToArray()).ToArray();
    }

    /// <summary>A pass for each tensor whose gradient is known, to the gradient at <paramref name="input"/>.</summary>
    private T[] Pass<T>(ReluRule rule, (Tensor At, Tensor Gradient)[] starts, Tensor input, bool retain, Func<Tensor, T> read)
    {
        run.Use(rule);
        var results = new T[starts.Length];
        for (var round = 0; round < results.Length; round++)
        {
            using var scope = NewDisposeScope();
            var (at, gradient) = starts[round];
            // A score that does not depend on the layer has the gradient zero. Autograd says so by leaving it out, or has not recorded anything; asked for
            // that, TorchSharp 0.107 would end the process.
            var gradients = at.requires_grad
                ? autograd.grad([at], [input], [gradient], retain || round < results.Length - 1, allow_unused: true)[0]
                : null;
            results[round] = read(gradients is null || gradients.IsInvalid ? zeros_like(input) : gradients);
        }
        return results;
    }

    private static float[][] ToArrays(Tensor tensor)
    {
        var values = MemoryMarshal.Cast<byte, float>(tensor.detach().to(ScalarType.Float32).cpu().contiguous().bytes);
        var rows = new float[tensor.shape[0]][];
        var size = values.Length / rows.Length;
        for (var i = 0; i < rows.Length; i++)
            rows[i] = values.Slice(i * size, size).ToArray();
        return rows;
    }
}
