using System.Runtime.InteropServices;
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
        var (values, gradients) = Scores(targets, rounds, passes != Passes.None);
        (Tensor At, Tensor Gradient)[] starts = dense is null || passes == Passes.None
            ? [.. gradients.Select(gradient => (logits, gradient))]
            : [.. network.ThroughClassifier(cat(gradients)).chunk(rounds).Select(gradient => (dense, gradient))];
        var maps = passes.Maps ? Maps(starts, weights, retain: passes.Guided) : [];
        var guided = passes.Guided ? Pass(ReluRule.Guided, starts, images, retain: false, ToArrays) : null;
        return [.. targets.Select((list, i) => (IReadOnlyList<Evidence>)[.. list.Select((_, j) => new Evidence(
            values[i][j], maps.ToDictionary(map => map.Key, map => map.Value[i][j]), guided?[j][i]))])];
    }

    /// <summary>The scores of each image's targets, and their gradients at the logits: one round for all first targets, one for all second, …</summary>
    private (float[][] Values, Tensor[] Gradients) Scores(IReadOnlyList<IReadOnlyList<Target>> targets, int rounds, bool withGradients)
    {
        var all = logits.detach().repeat([rounds, .. Enumerable.Repeat(1L, (int)logits.dim() - 1)]).requires_grad_(withGradients);
        var rows = all.unbind(0);
        var scores = targets.SelectMany((list, i) => list.Select((target, round) =>
            (Target: target, Score: target.Score.Of(rows[round * targets.Count + i])))).ToList();
        var flat = TensorValues.Floats(stack(scores.Select(pair => pair.Score)));
        var start = 0;
        var values = targets.Select(list => flat[start..(start += list.Count)]).ToArray();
        return (values, withGradients
            ? autograd.grad([stack(scores.Select(pair => pair.Target.IsCounterfactual ? -pair.Score : pair.Score)).sum()], [all])[0].chunk(rounds)
            : []);
    }

    /// <summary>By weights, for each image one map a round: a backward pass a round, then one product for all.</summary>
    private Dictionary<MapWeights, SignedMap[][]> Maps((Tensor At, Tensor Gradient)[] starts, IReadOnlyList<MapWeights> weights, bool retain)
    {
        var grid = layer.AsGrid(activations!.detach());
        var shares = Pass(ReluRule.Plain, starts, activations!, retain, gradients =>
        {
            using var plain = no_grad();
            return weights.Select(each => LocalizationMap.Share(grid, layer.AsGrid(gradients), each).MoveToOuterDisposeScope()).ToList();
        });
        using var plain = no_grad();
        return weights.Select((each, i) => (Weights: each, Maps: LocalizationMap.Of(grid, [.. shares.Select(round => round[i])])))
            .ToDictionary(pair => pair.Weights, pair => ToMaps(pair.Maps));
    }

    private static SignedMap[][] ToMaps(Tensor maps)
    {
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

    // Row by row: an array of all rows would be faulted in anew for every batch.
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

/// <summary>What the passes found for one target.</summary>
/// <param name="Score">y.</param>
/// <param name="Maps">By how activations were weighed.</param>
/// <param name="Gradients">∂y/∂image by the guided rule, where that pass was made.</param>
internal sealed record Evidence(float Score, IReadOnlyDictionary<MapWeights, SignedMap> Maps, float[]? Gradients);
