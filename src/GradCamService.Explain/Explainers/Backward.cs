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
        var maps = passes.Maps ? Pass(ReluRule.Plain, sums, activations!, retainLast: passes.Guided, MapsOf) : null;
        var guided = passes.Guided ? Pass(ReluRule.Guided, sums, images, retainLast: false, gradients => ToArrays(gradients)) : null;
        return items.Select((_, i) => (IReadOnlyList<TargetExplanation>)targets[i].Select((target, j) => new TargetExplanation(
            target, scores[i][j].to(ScalarType.Float32).item<float>(), maps?[j][i], guided?[j][i])).ToList()).ToArray();
    }

    private static Tensor Sum(IReadOnlyList<ExplainerItem> items, List<List<Tensor>> scores, int round) =>
        stack(items.Select((item, i) => (item, scores: scores[i]))
            .Where(pair => round < pair.scores.Count)
            .Select(pair => pair.item.Counterfactual ? -pair.scores[round] : pair.scores[round])).sum();

    private T[][] Pass<T>(ReluRule rule, List<Tensor> sums, Tensor input, bool retainLast, Func<Tensor, T[]> read)
    {
        run.Use(rule);
        var results = new T[sums.Count][];
        for (var round = 0; round < sums.Count; round++)
        {
            using var round_scope = NewDisposeScope();
            var retain = retainLast || round < sums.Count - 1;
            var gradients = autograd.grad([sums[round]], [input], retain_graph: retain, allow_unused: true)[0];
            // A score that does not depend on the layer has the gradient zero, which autograd says by leaving it out.
            results[round] = read(gradients is null || gradients.IsInvalid ? zeros_like(input) : gradients);
        }
        return results;
    }

    private SignedMap[] MapsOf(Tensor gradients)
    {
        using var plain = no_grad();
        var maps = LocalizationMap.Of(activations!.detach(), gradients, tokens, isChannelsLast);
        return ToArrays(maps).Select(values => new SignedMap((int)maps.shape[1], (int)maps.shape[2], values)).ToArray();
    }

    private static float[][] ToArrays(Tensor tensor)
    {
        var all = tensor.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        return all.Chunk(all.Length / (int)tensor.shape[0]).ToArray();
    }
}
