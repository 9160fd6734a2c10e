using System.Runtime.InteropServices;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Explain.Explainers;

/// <summary>The backward passes of one batch. All tensors belong to the batch's dispose scope.</summary>
internal sealed class Backward(GraphRun run, Tensor logits, Tensor images, Tensor? activations, TokenGrid? tokens, bool isChannelsLast)
{
    /// <returns>For each image, one explanation a target.</returns>
    public IReadOnlyList<TargetExplanation>[] Explain(
        IReadOnlyList<ExplainerItem> items, IReadOnlyList<IReadOnlyList<Target>> targets, Passes passes)
    {
        var rounds = targets.Max(list => list.Count);
        var scores = items.Select((item, i) => targets[i].Select(target => target.Score(logits[i])).ToList()).ToList();
        var sums = Enumerable.Range(0, rounds).Select(round => Sum(items, scores, round)).ToList();
        var maps = passes.Maps ? Maps(sums, retain: passes.Guided) : null;
        var guided = passes.Guided ? Pass(ReluRule.Guided, sums, images, retain: false, ToArrays) : null;
        return items.Select((_, i) => (IReadOnlyList<TargetExplanation>)targets[i].Select((target, j) => new TargetExplanation(
            target, scores[i][j].to(ScalarType.Float32).item<float>(), maps?[i][j], guided?[j][i])).ToList()).ToArray();
    }

    /// <summary>For each image, one map a round: a backward pass a round for the channel weights, then one product for all.</summary>
    private SignedMap[][] Maps(List<Tensor> sums, bool retain)
    {
        var weights = Pass(ReluRule.Plain, sums, activations!, retain,
            gradients => LocalizationMap.ChannelWeights(gradients, tokens, isChannelsLast).MoveToOuterDisposeScope());
        using var plain = no_grad();
        var maps = LocalizationMap.Of(activations!.detach(), weights, tokens, isChannelsLast);
        var (height, width) = ((int)maps.shape[2], (int)maps.shape[3]);
        return ToArrays(maps).Select(image => image.Chunk(height * width).Select(values => new SignedMap(height, width, values)).ToArray()).ToArray();
    }

    private static Tensor Sum(IReadOnlyList<ExplainerItem> items, List<List<Tensor>> scores, int round) =>
        stack(items.Select((item, i) => (item, scores: scores[i]))
            .Where(pair => round < pair.scores.Count)
            .Select(pair => pair.item.Counterfactual ? -pair.scores[round] : pair.scores[round])).sum();

    private T[] Pass<T>(ReluRule rule, List<Tensor> sums, Tensor input, bool retain, Func<Tensor, T> read)
    {
        run.Use(rule);
        var results = new T[sums.Count];
        for (var round = 0; round < sums.Count; round++)
        {
            using var scope = NewDisposeScope();
            var gradients = autograd.grad([sums[round]], [input], retain_graph: retain || round < sums.Count - 1, allow_unused: true)[0];
            // A score that does not depend on the layer has the gradient zero, which autograd says by leaving it out.
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
