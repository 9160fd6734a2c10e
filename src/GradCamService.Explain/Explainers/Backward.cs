using GradCamService.Explain.Layers;
using GradCamService.Explain.Methods;
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
/// <param name="layer">The target layer.</param>
/// <param name="activations">Its tensor, where maps are wanted.</param>
internal sealed class Backward(
    ImageNetwork network, GraphRun run, Tensor logits, Tensor? dense, Tensor images, TargetLayer layer, Tensor? activations)
{
    /// <param name="targets">For each image, what is explained.</param>
    /// <param name="passes">The passes to make.</param>
    /// <param name="weights">How activations are weighed: a map for each.</param>
    /// <returns>For each image, the evidence for each of its targets.</returns>
    public IReadOnlyList<Evidence>[] Explain(
        IReadOnlyList<IReadOnlyList<Target>> targets, Passes passes, IReadOnlyList<MapWeights> weights)
    {
        var rounds = targets.Max(list => list.Count);
        if (rounds == 0)
            return [.. targets.Select(_ => Array.Empty<Evidence>())];
        var downloads = new Downloads(images.device_type == TorchSharp.DeviceType.CPU);
        var (scores, gradients) = Scores(targets, rounds, passes != Passes.None);
        float[][] values = [];
        downloads.Add(scores, rows => values = rows);
        (Tensor At, Tensor Gradient)[] starts = dense is null || passes == Passes.None
            ? [.. gradients.Select(gradient => (logits, gradient))]
            : [.. ByRound(network.ThroughClassifier(cat(gradients)), rounds).Select(gradient => (dense, gradient))];
        var maps = new Dictionary<MapWeights, SignedMap[][]>();
        if (passes.Maps)
            Maps(starts, weights, retain: passes.Guided, downloads, maps);
        var guided = new List<float[][]>();
        if (passes.Guided)
            Pass(ReluRule.Guided, starts, images, retain: false, found =>
                downloads.Add(downloads.Wait ? found.MoveToOuterDisposeScope() : found, guided.Add));
        downloads.Finish();
        var next = 0;
        return [.. targets.Select((list, i) => (IReadOnlyList<Evidence>)[.. list.Select((_, j) => new Evidence(
            values[next++][0], maps.ToDictionary(map => map.Key, map => map.Value[i][j]), passes.Guided ? guided[j][i] : null))])];
    }

    /// <summary>
    /// The scores of all targets, image by image, and their gradients at the logits: one round for all first targets, one for all second, …
    /// </summary>
    private (Tensor Scores, Tensor[] Gradients) Scores(IReadOnlyList<IReadOnlyList<Target>> targets, int rounds, bool withGradients)
    {
        // A leaf for each target: its score reads nothing else.
        var plain = logits.detach();
        var asked = targets.SelectMany((list, i) => list.Select((target, round) =>
            (Target: target, Image: i, Round: round, Row: plain.select(0, i).clone().requires_grad_(withGradients)))).ToList();
        var scores = asked.Select(each => each.Target.Score.Of(each.Row)).ToList();
        if (!withGradients)
            return (stack(scores), []);
        var sum = stack(scores.Zip(asked, (score, each) => each.Target.IsCounterfactual ? -score : score)).sum();
        var found = autograd.grad([sum], [.. asked.Select(each => each.Row)], allow_unused: true);
        var rows = asked.Zip(found).ToDictionary(pair => (pair.First.Round, pair.First.Image), pair => pair.Second);
        return (stack(scores), [.. Enumerable.Range(0, rounds).Select(round => stack(Enumerable.Range(0, targets.Count)
            .Select(image => rows.GetValueOrDefault((round, image)) is { IsInvalid: false } row ? row : zeros_like(plain.select(0, image)))))]);
    }

    private static IEnumerable<Tensor> ByRound(Tensor gradients, int rounds)
    {
        var size = gradients.shape[0] / rounds;
        return Enumerable.Range(0, rounds).Select(round => gradients.narrow(0, round * size, size));
    }

    /// <summary>By weights, for each image one map a round: a backward pass a round, then one product for all.</summary>
    private void Maps(
        (Tensor At, Tensor Gradient)[] starts, IReadOnlyList<MapWeights> weights, bool retain, Downloads downloads,
        Dictionary<MapWeights, SignedMap[][]> found)
    {
        var grid = layer.AsGrid(activations!.detach());
        var shares = new List<List<Tensor>>();
        Pass(ReluRule.Plain, starts, activations!, retain, gradients =>
        {
            using var plain = no_grad();
            shares.Add([.. weights.Select(each => LocalizationMap.Share(grid, layer.AsGrid(gradients), each).MoveToOuterDisposeScope())]);
        });
        using var plain = no_grad();
        for (var i = 0; i < weights.Count; i++)
        {
            var (each, maps) = (weights[i], LocalizationMap.Of(grid, [.. shares.Select(round => round[i])]));
            var (height, width) = ((int)maps.shape[2], (int)maps.shape[3]);
            downloads.Add(maps, rows => found[each] = [.. rows.Select(image =>
                image.Chunk(height * width).Select(values => new SignedMap(height, width, values)).ToArray())]);
        }
    }

    /// <summary>A pass for each tensor whose gradient is known, to the gradient at <paramref name="input"/>.</summary>
    private void Pass(ReluRule rule, (Tensor At, Tensor Gradient)[] starts, Tensor input, bool retain, Action<Tensor> read)
    {
        run.Use(rule);
        for (var round = 0; round < starts.Length; round++)
        {
            using var scope = NewDisposeScope();
            var (at, gradient) = starts[round];
            // A score that does not depend on the layer has the gradient zero. Autograd says so by leaving it out, or has not recorded anything; asked for
            // that, TorchSharp 0.107 would end the process.
            var gradients = at.requires_grad
                ? autograd.grad([at], [input], [gradient], retain || round < starts.Length - 1, allow_unused: true)[0]
                : null;
            read(gradients is null || gradients.IsInvalid ? zeros_like(input) : gradients);
        }
    }
}

/// <summary>What the passes found for one target.</summary>
/// <param name="Score">y.</param>
/// <param name="Maps">By how activations were weighed.</param>
/// <param name="Gradients">∂y/∂image by the guided rule, where that pass was made.</param>
internal sealed record Evidence(float Score, IReadOnlyDictionary<MapWeights, SignedMap> Maps, float[]? Gradients);
