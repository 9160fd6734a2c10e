using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Methods;

/// <summary>A value a pixel, <c>[R, 1, H, W]</c>, by the scores of images of which parts are hidden: for any network, also one without gradients.</summary>
public static class InputPerturbations
{
    // Petsiuk et al. 2018: cells of a mask in each direction, and the share of them that is seen.
    private const int Cells = 7;
    private const double Seen = 0.5;

    /// <summary>
    /// For each window W of a square that moves over the image, d_W = S(x) − S(x with W set to the baseline); a pixel has the mean d_W of the windows
    /// over it. Zeiler and Fergus 2014, arXiv:1311.2901, who draw S. The last window of a row or column is cut at the image's edge.
    /// </summary>
    public static Perturbation Occlusion { get; } = new(
        (extent, settings) => Windows.Of(extent.Height, extent.Width, settings).Count,
        (scene, start, count) =>
        {
            var (windows, color) = (Windows.Of(scene.Height, scene.Width, scene.Settings), scene.Settings.Baseline.Of(scene.Image, scene.Spec));
            var copies = scene.Image.expand([count, .. scene.Image.shape[1..]]).clone();
            for (var i = 0; i < count; i++)
                windows.In(copies[i], start + i).copy_(color.squeeze(0));
            return copies;
        },
        (scene, scores, original) =>
        {
            var windows = Windows.Of(scene.Height, scene.Width, scene.Settings);
            var drops = original.unsqueeze(1).sub(scores);
            var sums = zeros([scores.shape[0], 1, scene.Height, scene.Width], device: scores.device);
            var counts = zeros([1, scene.Height, scene.Width], device: scores.device);
            for (var i = 0; i < windows.Count; i++)
            {
                windows.In(sums, i).Increase(drops.select(1, i).reshape(-1, 1, 1, 1));
                windows.In(counts, i).Increase(1);
            }
            return sums.div(counts.clamp_min(Numbers.Of(1)));
        })
    {
        Fields = [MethodFields.Patch, MethodFields.Stride, MethodFields.Baseline],
    };

    /// <summary>
    /// (1/(N p)) Σ_n (f_n − f̄) M_n over N random masks, where f_n = f(x ⊙ M_n) is the probability and f̄ its mean: cells that are seen with p = 0.5,
    /// enlarged with soft edges and shifted at random, Petsiuk et al. 2018, arXiv:1806.07421, eq. 6. There f̄ is not taken off, which adds about f̄
    /// everywhere, and to the grain: so, a pixel is positive where seeing it helps more than seeing others.
    /// </summary>
    public static Perturbation Rise { get; } = new(
        (_, settings) => settings.Masks,
        (scene, start, count) =>
        {
            var color = scene.Settings.Baseline.Of(scene.Image, scene.Spec);
            return color.Plus(Masks(scene, start, count).mul(scene.Image.sub(color)));
        },
        (scene, scores, _) =>
        {
            var (all, sum) = (scene.Settings.Masks, zeros([scores.shape[0], scene.Height * scene.Width], device: scores.device));
            // In double precision equal scores have their mean exactly, and nothing is left of them.
            var exact = scores.to(ScalarType.Float64);
            var gains = exact.sub(exact.mean([1], keepdim: true)).to(ScalarType.Float32);
            for (var start = 0; start < all; start += Cells)
            {
                using var scope = NewDisposeScope();
                var count = Math.Min(Cells, all - start);
                sum.Increase(gains.narrow(1, start, count).mm(Masks(scene, start, count).flatten(1)));
            }
            return sum.Over(all * Seen).reshape(-1, 1, scene.Height, scene.Width);
        })
    {
        IsOfProbabilities = true,
        Fields = [MethodFields.Masks, MethodFields.Baseline, MethodFields.Seed],
    };

    /// <summary>Masks <c>[n, 1, H, W]</c> of 0…1; each depends on the seed and its number alone.</summary>
    private static Tensor Masks(Scene scene, int start, int count)
    {
        var (height, width) = (scene.Height, scene.Width);
        var (down, across) = ((height + Cells - 1) / Cells, (width + Cells - 1) / Cells);
        return stack([.. Enumerable.Range(start, count).Select(number =>
        {
            using var random = Chance.For(scene.Settings.Seed, number);
            var cells = rand([1, 1, Cells + 1, Cells + 1], generator: random).lt(Numbers.Of(Seen)).to(ScalarType.Float32);
            var shift = rand([2], generator: random).data<float>();
            var mask = LayerPerturbations.Enlarge(cells, (Cells + 1) * down, (Cells + 1) * across);
            return mask[0].narrow(1, (int)(shift[0] * down), height).narrow(2, (int)(shift[1] * across), width).to(scene.Image.device);
        })]);
    }
}

/// <summary>Places of a square that moves over an image.</summary>
/// <param name="Patch">Its side.</param>
/// <param name="Stride">How far it moves.</param>
/// <param name="Rows">Places from top to bottom.</param>
/// <param name="Columns">Places from left to right.</param>
internal readonly record struct Windows(int Patch, int Stride, int Rows, int Columns)
{
    // A square of this share of the shorter side hides an object's part.
    private const int Share = 7;

    public int Count => Rows * Columns;

    public static Windows Of(int height, int width, MethodSettings settings)
    {
        var patch = settings.Patch ?? Math.Max(Math.Min(height, width) / Share, 1);
        var stride = settings.Stride ?? Math.Max(patch / 2, 1);
        return new Windows(patch, stride, Places(height), Places(width));

        int Places(int size) => Math.Max(size - patch + stride - 1, 0) / stride + 1;
    }

    /// <summary>A view of the part of a tensor, rows and columns its last axes, that one of the squares covers.</summary>
    public Tensor In(Tensor tensor, int number)
    {
        var (top, left) = (number / Columns * Stride, number % Columns * Stride);
        return tensor.narrow(-2, top, Math.Min(Patch, tensor.shape[^2] - top)).narrow(-1, left, Math.Min(Patch, tensor.shape[^1] - left));
    }
}
