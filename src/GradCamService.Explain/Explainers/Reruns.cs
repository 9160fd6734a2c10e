using GradCamService.Explain.Layers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Explainers;

/// <summary>What methods find by running the network again on one image: altered, noisy, masked, or from a layer on.</summary>
/// <param name="order">What is to be done.</param>
/// <param name="network">As it is fed for the order.</param>
/// <param name="image">The network's input, <c>[1, C, H, W]</c>.</param>
/// <param name="text">The tokens that the network read with it, <c>[1, T]</c>, or null.</param>
/// <param name="activations">The target layers' tensors, of the image first.</param>
/// <param name="targets">What is explained.</param>
/// <param name="pace">How many images a pass takes, and what is done in between.</param>
internal sealed class Reruns(
    Order order, ImageNetwork network, Tensor image, Tensor? text,
    IReadOnlyDictionary<string, Tensor> activations, IReadOnlyList<Target> targets, Pace pace)
{
    private readonly Tensor _image = image.detach();

    /// <summary>Adds what was found to the evidence of each target, which has the score of the image itself.</summary>
    /// <param name="output">What the network said of the image.</param>
    /// <param name="evidence">One a target.</param>
    public void AddTo(IReadOnlyList<Evidence> evidence, NetworkOutput output)
    {
        foreach (var reading in order.Methods.Select(method => method.Map).OfType<MapReading>().Distinct())
            foreach (var layer in order.Layers)
                foreach (var (found, map) in evidence.Zip(MapsOf(reading, layer, evidence, output)))
                    found.Maps[(reading, layer)] = map;
        foreach (var reading in order.Methods.Select(method => method.Pixels).OfType<PixelReading>().Distinct())
        {
            foreach (var (found, values) in evidence.Zip(PixelsOf(reading, evidence, output)))
                found.Pixels[reading] = values;
            if (reading is SampledGradient { Sampling.Origin: { } origin })
                foreach (var (found, score) in evidence.Zip(ScoresAt(origin)))
                    found.Differences[reading] = found.Score - score;
        }
    }

    /// <summary>One map a target; none where the batch's own passes have made them.</summary>
    private IReadOnlyList<SignedMap> MapsOf(MapReading reading, TargetLayer layer, IReadOnlyList<Evidence> evidence, NetworkOutput output) => reading switch
    {
        PerturbedMap { Perturbation: var perturbation } => Perturbed(perturbation, layer, evidence, output),
        GradientMap { IsSecondOrder: true } curved => [.. targets.Select(target => Curved(curved, layer, target, output))],
        _ => [],
    };

    /// <summary>Values a pixel of each target; none where the batch's own passes have made them.</summary>
    private float[][] PixelsOf(PixelReading reading, IReadOnlyList<Evidence> evidence, NetworkOutput output) => reading switch
    {
        PerturbedPixels { Perturbation: var perturbation } => Perturbed(perturbation, evidence, output),
        SampledGradient { Sampling: var sampling } => Sampled(sampling),
        _ => [],
    };

    private List<SignedMap> Perturbed(Perturbation perturbation, TargetLayer layer, IReadOnlyList<Evidence> evidence, NetworkOutput output)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var scene = SceneAt(layer);
        var weights = perturbation.Read(scene, ScoresOf(perturbation, scene), OwnScores(perturbation, evidence, output));
        var grid = layer.AsGrid(scene.Activations!);
        var maps = weights.mm(grid.flatten(2).squeeze(0));
        return [.. Rows(maps).Select(values => new SignedMap((int)grid.shape[2], (int)grid.shape[3], values))];
    }

    private float[][] Perturbed(Perturbation perturbation, IReadOnlyList<Evidence> evidence, NetworkOutput output)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var scene = SceneAt(order.Layers[0]);
        return Rows(perturbation.Read(scene, ScoresOf(perturbation, scene), OwnScores(perturbation, evidence, output)));
    }

    /// <summary>Of each target, the scores of all copies: <c>[R, count]</c>.</summary>
    private Tensor ScoresOf(Perturbation perturbation, Scene scene)
    {
        var all = perturbation.Count(order.ExtentAt(scene.Layer), order.Settings);
        var scores = new float[targets.Count, all];
        foreach (var (start, count) in Parts(all))
        {
            using var scope = NewDisposeScope();
            var copies = perturbation.Copies(scene, start, count);
            var decoded = perturbation.IsAtLayer
                ? Run(Repeated(_image, count), GraphRun.Plain, (scene.Layer.Name, copies)) : Run(copies, GraphRun.Plain);
            var outputs = perturbation.IsOfProbabilities ? decoded.Outputs() : null;
            var found = TensorValues.Floats(stack(targets.SelectMany(target => Enumerable.Range(0, count).Select(i => target.Score.Of(decoded.Logits[i])))));
            for (var target = 0; target < targets.Count; target++)
                for (var i = 0; i < count; i++)
                    scores[target, start + i] = Signed(targets[target], found[(target * count) + i], outputs?[i]);
        }
        return tensor(scores, device: _image.device);
    }

    private Tensor OwnScores(Perturbation perturbation, IReadOnlyList<Evidence> evidence, NetworkOutput output) => tensor(
        [.. targets.Zip(evidence, (target, found) => Signed(target, found.Score, perturbation.IsOfProbabilities ? output : null))], device: _image.device);

    /// <summary>What counts for a target: its score, or its probability where an output to read it from is given; the other way round of what speaks against it.</summary>
    private static float Signed(Target target, float score, NetworkOutput? output)
    {
        if (output is not null && target.Score.Probability(score, output) is { } probability)
            return (float)(target.IsCounterfactual ? 1 - probability : probability);
        return target.IsCounterfactual ? -score : score;
    }

    /// <summary>A map of g − ½ H A instead of g, Cai 2025, arXiv:2501.06261.</summary>
    private SignedMap Curved(GradientMap reading, TargetLayer layer, Target target, NetworkOutput output)
    {
        pace.Between();
        using var scope = NewDisposeScope();
        using var recorded = enable_grad();
        var leaf = SceneAt(layer).Activations!.clone().requires_grad_();
        var score = reading.Rescoring?.Invoke(target, output) ?? target.Score;
        var value = score.Of(Run(_image, new GraphRun { IsTwiceDifferentiable = true }, (layer.Name, leaf)).Logits[0]);
        var fixedActivations = leaf.detach();
        var gradient = Gradient(target.IsCounterfactual ? -value : value, leaf, creates: true);
        var curvature = Gradient(gradient.mul(fixedActivations).sum(), leaf, creates: false);
        var map = LocalizationMap.Of(
            layer.AsGrid(fixedActivations), layer.AsGrid(gradient.detach().sub(curvature.Times(0.5))), reading.Weights);
        return new SignedMap((int)map.shape[1], (int)map.shape[2], TensorValues.Floats(map.detach()));
    }

    private static Tensor Gradient(Tensor value, Tensor input, bool creates)
    {
        // As of a backward pass: what was not recorded depends on nothing.
        var found = value.requires_grad ? autograd.grad([value], [input], retain_graph: true, create_graph: creates, allow_unused: true)[0] : null;
        return found is null || found.IsInvalid ? zeros_like(input) : found;
    }

    private float[][] Sampled(Sampling sampling)
    {
        using var scope = NewDisposeScope();
        var scene = SceneAt(order.Layers[0]);
        var weights = sampling.Weights(order.Settings);
        var sums = zeros([targets.Count, .. _image.shape[1..]], device: _image.device);
        foreach (var (start, count) in Parts(sampling.Count(order.Settings)))
        {
            using var inner = NewDisposeScope();
            using var recorded = enable_grad();
            var images = sampling.Images(scene, start, count).detach().requires_grad_();
            var logits = Run(images, GraphRun.Plain).Logits;
            for (var i = 0; i < targets.Count; i++)
            {
                var target = targets[i];
                var sum = stack(Enumerable.Range(0, count).Select(row => target.Score.Of(logits[row]).Times(weights[start + row]))).sum();
                sums.select(0, i).Increase(Gradient(target.IsCounterfactual ? -sum : sum, images, creates: false).sum([0]).detach());
            }
        }
        using var plain = no_grad();
        return Rows(sampling.Finish(scene, sums));
    }

    /// <summary>The score of each target at another image.</summary>
    private float[] ScoresAt(Func<Scene, Tensor> origin)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var logits = Run(origin(SceneAt(order.Layers[0])), GraphRun.Plain).Logits;
        return TensorValues.Floats(stack(targets.Select(target => target.Score.Of(logits[0]))));
    }

    private Scene SceneAt(TargetLayer layer) => new(_image, order.Model.Manifest.Input.Spec, order.Settings, layer,
        activations.TryGetValue(layer.Name, out var found) ? (network.Wiring.HasBatchAxis ? found[..1] : found.unsqueeze(0)).detach() : null);

    private Decoded Run(Tensor images, GraphRun run, (string, Tensor)? given = null) => network.Run(
        images, text is null ? null : Repeated(text, (int)images.shape[0]), [], run, given);

    private static Tensor Repeated(Tensor tensor, int count) => tensor.expand([count, .. tensor.shape[1..]]);

    /// <summary>So many at once as fit, and in between others' turns.</summary>
    private IEnumerable<(int Start, int Count)> Parts(int all)
    {
        var most = Math.Min(pace.Most, order.Model.MaxBatch);
        for (var start = 0; start < all; start += most)
        {
            pace.Between();
            yield return (start, Math.Min(most, all - start));
        }
    }

    private static float[][] Rows(Tensor tensor)
    {
        var all = TensorValues.Floats(tensor);
        return [.. all.Chunk(all.Length / (int)tensor.shape[0])];
    }
}
