using GradCamService.Onnx;
using MathNet.Numerics.Integration;
using static TorchSharp.torch;

namespace GradCamService.Explain.Methods;

/// <summary>Gradients at several inputs.</summary>
public static class Samplings
{
    /// <summary>
    /// (x − b) ∫₀¹ ∂S/∂x(b + t (x − b)) dt, Sundararajan et al. 2017, arXiv:1703.01365, eq. 1, by the Gauss–Legendre rule. The values sum to
    /// S(x) − S(b).
    /// </summary>
    public static Sampling IntegratedGradients { get; } = new(
        settings => settings.Steps,
        (scene, start, count) =>
        {
            var points = Rule(scene.Settings).Abscissas;
            var baseline = scene.Settings.Baseline.Of(scene.Image, scene.Spec);
            var along = tensor([.. points.Skip(start).Take(count).Select(point => (float)point)], [count, 1, 1, 1], device: scene.Image.device);
            return baseline.Plus(along.mul(scene.Image.sub(baseline)));
        },
        settings => Rule(settings).Weights,
        (scene, sum) => sum.mul(scene.Image.sub(scene.Settings.Baseline.Of(scene.Image, scene.Spec))))
    {
        Origin = scene => scene.Settings.Baseline.Of(scene.Image, scene.Spec).expand_as(scene.Image),
        Fields = [MethodFields.Steps, MethodFields.Baseline],
    };

    /// <summary>The mean of ∂S/∂x at x + e, e normal, Smilkov et al. 2017, arXiv:1706.03825. Its deviation is a share of the input's range.</summary>
    public static Sampling SmoothGrad { get; } = Smooth((scene, number) =>
    {
        using var random = Chance.For(scene.Settings.Seed, number);
        var deviation = scene.Image.max().sub(scene.Image.min()).Times(scene.Settings.Noise);
        return randn(scene.Image.shape, generator: random).to(scene.Image.device).mul(deviation);
    });

    /// <summary>The same with a noise of one's own.</summary>
    /// <param name="noise">That of a copy, in the shape of the image.</param>
    internal static Sampling Smooth(Func<Scene, int, Tensor> noise) => new(
        settings => settings.Samples,
        (scene, start, count) => cat([.. Enumerable.Range(start, count).Select(number => scene.Image.Plus(noise(scene, number)))]),
        settings => [.. Enumerable.Repeat(1.0 / settings.Samples, settings.Samples)],
        (_, sum) => sum)
    {
        Fields = [MethodFields.Samples, MethodFields.Noise, MethodFields.Seed],
    };

    private static GaussLegendreRule Rule(MethodSettings settings) => new(0, 1, settings.Steps);
}
