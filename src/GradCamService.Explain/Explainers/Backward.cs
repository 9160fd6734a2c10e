using GradCamService.Explain.Layers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Explainers;

/// <summary>The backward passes of one batch. All tensors belong to the batch's dispose scope.</summary>
/// <param name="network">What was run.</param>
/// <param name="run">How.</param>
/// <param name="decoded">What it computed.</param>
/// <param name="images">Its input.</param>
/// <param name="layers">The target layers.</param>
/// <param name="pace">How it gets along with others.</param>
internal sealed class Backward(
    ImageNetwork network, GraphRun run, Decoded decoded, Tensor images, IReadOnlyList<TargetLayer> layers, Pace pace)
{
    private readonly Downloads _downloads = new(images.device_type == TorchSharp.DeviceType.CPU);
    private readonly List<BackwardPass> _passes = [];

    /// <param name="targets">For each image, what is explained.</param>
    /// <param name="outputs">For each image, what the network said.</param>
    /// <param name="passes">What is computed.</param>
    /// <param name="readings">The maps that are wanted; those that other runs make are left to them.</param>
    /// <returns>For each image, the evidence for each of its targets.</returns>
    public IReadOnlyList<Evidence>[] Explain(
        IReadOnlyList<IReadOnlyList<Target>> targets, IReadOnlyList<NetworkOutput> outputs, Passes passes, IReadOnlyList<MapReading> readings)
    {
        IReadOnlyList<Evidence>[] found = [.. targets.Select(list => list.Select(_ => new Evidence()).ToArray())];
        var rounds = targets.Max(list => list.Count);
        if (rounds == 0)
            return found;
        foreach (var reading in readings.OfType<ActivationMap>())
            Read(reading, found);
        var maps = readings.OfType<GradientMap>().Where(map => !map.IsSecondOrder).ToList();
        var pixels = passes & Passes.Pixels;
        var scores = Scores(targets, (target, _) => target.Score, outputs, rounds, maps.Any(map => map.Rescoring is null) || pixels != Passes.None);
        _downloads.Add(scores.Values, rows => Place(rows, found));
        Plan(Starts(scores.Gradients, rounds), [.. maps.Where(map => map.Rescoring is null)], pixels, found);
        foreach (var group in maps.Where(map => map.Rescoring is not null).GroupBy(map => map.Rescoring!))
        {
            var rescored = Scores(targets, (target, image) => group.Key(target, outputs[image]), outputs, rounds, true);
            Plan(Starts(rescored.Gradients, rounds), [.. group], Passes.None, found);
        }
        // Others' turns after each so many images, of however many passes: the passes of a full batch are longer than those of one image.
        var turn = Math.Max(Pace.Usual / outputs.Count, 1);
        for (var i = 0; i < _passes.Count; i++)
        {
            if (i > 0 && i % turn == 0)
                pace.Between();
            Make(_passes[i], retain: i < _passes.Count - 1);
        }
        _downloads.Finish();
        return found;
    }

    /// <summary>The scores of all targets, image by image, and their gradients at the outputs, round by round; none where they are not wanted.</summary>
    private readonly record struct Scored(Tensor Values, IReadOnlyList<Tensor> Gradients);

    /// <summary>From a tensor whose gradient is known to those whose is asked for.</summary>
    private sealed record BackwardPass(ReluRule Rule, Tensor At, Tensor Gradient, IReadOnlyList<Tensor> Inputs, Action<IReadOnlyList<Tensor>> Read);

    private static void Place(float[][] scores, IReadOnlyList<Evidence>[] found)
    {
        foreach (var (evidence, score) in found.SelectMany(list => list).Zip(scores))
            evidence.Score = score[0];
    }

    private void Read(ActivationMap reading, IReadOnlyList<Evidence>[] found)
    {
        foreach (var layer in layers)
        {
            var maps = reading.Read(layer.AsGrid(decoded.Activations[layer.Name].detach()));
            var (height, width) = ((int)maps.shape[1], (int)maps.shape[2]);
            _downloads.Add(maps, rows =>
            {
                foreach (var (list, row) in found.Zip(rows))
                    foreach (var evidence in list)
                        evidence.Maps[(reading, layer)] = new SignedMap(height, width, row);
            });
        }
    }

    /// <summary>One round for all first targets, one for all second, …</summary>
    private Scored Scores(
        IReadOnlyList<IReadOnlyList<Target>> targets, Func<Target, int, Score> score, IReadOnlyList<NetworkOutput> outputs, int rounds, bool withGradients)
    {
        // A leaf for each target: its score reads nothing else.
        var plain = decoded.Logits.detach();
        var asked = targets.SelectMany((list, i) => list.Select((target, round) =>
            (Target: target, Image: i, Round: round, Row: plain.select(0, i).clone().requires_grad_(withGradients)))).ToList();
        var scores = asked.Select(each => score(each.Target, each.Image).Of(each.Row)).ToList();
        if (!withGradients)
            return new Scored(stack(scores).detach(), []);
        var sum = stack(scores.Zip(asked, (score, each) => each.Target.IsCounterfactual ? -score : score)).sum();
        var found = autograd.grad([sum], [.. asked.Select(each => each.Row)], allow_unused: true);
        var rows = asked.Zip(found).ToDictionary(pair => (pair.First.Round, pair.First.Image), pair => pair.Second);
        return new Scored(stack(scores), [.. Enumerable.Range(0, rounds).Select(round => stack(Enumerable.Range(0, outputs.Count)
            .Select(image => rows.GetValueOrDefault((round, image)) is { IsInvalid: false } row ? row : zeros_like(plain.select(0, image)))))]);
    }

    /// <summary>Where passes begin: at the outputs, or at the input of the dense layer, where there is one.</summary>
    private List<(Tensor At, Tensor Gradient)> Starts(IReadOnlyList<Tensor> gradients, int rounds)
    {
        if (gradients.Count == 0 || decoded.ClassifierInput is not { } dense)
            return [.. gradients.Select(gradient => (decoded.Logits, gradient))];
        var all = network.ThroughClassifier(cat([.. gradients]));
        var size = all.shape[0] / rounds;
        return [.. Enumerable.Range(0, rounds).Select(round => (dense, all.narrow(0, round * size, size)))];
    }

    /// <summary>The passes of some targets: plain ones to layers and image at once, then one for each other rule.</summary>
    private void Plan(List<(Tensor At, Tensor Gradient)> starts, List<GradientMap> maps, Passes pixels, IReadOnlyList<Evidence>[] found)
    {
        if (maps.Count > 0 || pixels.HasFlag(Passes.Plain))
            PlanPlain(starts, maps, pixels.HasFlag(Passes.Plain), found);
        (Passes Pass, ReluRule Rule)[] others = [(Passes.Guided, ReluRule.Guided), (Passes.Deconvolution, ReluRule.Deconvolution)];
        foreach (var (_, rule) in others.Where(other => pixels.HasFlag(other.Pass)))
            _passes.AddRange(starts.Select((start, round) => new BackwardPass(
                rule, start.At, start.Gradient, [images], gradients => Keep(rule, round, gradients[0], found))));
    }

    private void PlanPlain(List<(Tensor At, Tensor Gradient)> starts, List<GradientMap> maps, bool isToImage, IReadOnlyList<Evidence>[] found)
    {
        var tensors = maps.Count == 0 ? [] : layers.Select(layer => decoded.Activations[layer.Name]).ToList();
        var grids = layers.Zip(tensors, (layer, tensor) => layer.AsGrid(tensor.detach())).ToList();
        // By layer and reading, one share a round.
        var shares = grids.Select(_ => maps.Select(_ => new List<Tensor>()).ToList()).ToList();
        _passes.AddRange(starts.Select((start, round) => new BackwardPass(
            ReluRule.Plain, start.At, start.Gradient, [.. tensors, .. isToImage ? [images] : Array.Empty<Tensor>()], gradients =>
            {
                using var plain = no_grad();
                for (var i = 0; i < grids.Count; i++)
                    foreach (var (map, list) in maps.Zip(shares[i]))
                        list.Add(LocalizationMap.Share(grids[i], layers[i].AsGrid(gradients[i]), map.Weights).MoveToOuterDisposeScope());
                if (isToImage)
                    Keep(ReluRule.Plain, round, gradients[^1], found);
                if (round == starts.Count - 1)
                    for (var i = 0; i < grids.Count; i++)
                        foreach (var (map, list) in maps.Zip(shares[i]))
                            Keep(map, layers[i], LocalizationMap.Of(grids[i], list), found);
            })));
    }

    private void Keep(MapReading reading, TargetLayer layer, Tensor maps, IReadOnlyList<Evidence>[] found)
    {
        var (height, width) = ((int)maps.shape[2], (int)maps.shape[3]);
        _downloads.Add(_downloads.Wait ? maps.MoveToOuterDisposeScope() : maps, rows =>
        {
            foreach (var (list, row) in found.Zip(rows))
                foreach (var (evidence, values) in list.Zip(row.Chunk(height * width)))
                    evidence.Maps[(reading, layer)] = new SignedMap(height, width, values);
        });
    }

    private void Keep(ReluRule rule, int round, Tensor gradients, IReadOnlyList<Evidence>[] found) =>
        _downloads.Add(_downloads.Wait ? gradients.MoveToOuterDisposeScope() : gradients, rows =>
        {
            foreach (var (list, row) in found.Zip(rows))
                if (round < list.Count)
                    list[round].Gradients[rule] = row;
        });

    private void Make(BackwardPass pass, bool retain)
    {
        using var scope = NewDisposeScope();
        run.Use(pass.Rule);
        // A score that does not depend on a tensor has the gradient zero. Autograd says so by leaving it out, or has not recorded anything; asked for
        // that, TorchSharp 0.107 would end the process.
        var gradients = pass.At.requires_grad ? autograd.grad([pass.At], [.. pass.Inputs], [pass.Gradient], retain, allow_unused: true) : [];
        pass.Read([.. pass.Inputs.Select((input, i) => i < gradients.Count && !gradients[i].IsInvalid ? gradients[i] : zeros_like(input))]);
    }
}
