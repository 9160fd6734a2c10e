using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Cubic grid sampling over two or three axes, which TorchSharp's grid_sample does not offer.</summary>
internal static class CubicSampling
{
    private const double A = -0.75;

    private const int Taps = 4;

    /// <param name="image"><c>[N, C, (D,) H, W]</c>.</param>
    /// <param name="grid"><c>[N, (d,) h, w, axes]</c>, the last axis' place first, −1 to 1.</param>
    /// <param name="padding">What lies outside the image.</param>
    /// <param name="corners">Whether −1 and 1 are the centres of the outer pixels, and not their outer edges.</param>
    public static Tensor Apply(Tensor image, Tensor grid, GridSamplePaddingMode padding, bool corners)
    {
        var spatial = image.shape[2..];
        var axes = spatial
            .Select((size, axis) => Along(grid.select(-1, spatial.Length - 1 - axis).flatten(1), size, padding, corners))
            .ToArray();
        var pixels = image.flatten(2);
        var combinations = (int)Math.Pow(Taps, spatial.Length);
        var sum = zeros([image.shape[0], image.shape[1], axes[0][0].Weight.shape[1]], image.dtype, image.device);
        for (var combination = 0; combination < combinations; combination++)
        {
            var rest = combination;
            var (place, weight) = (zeros_like(axes[0][0].Place), ones_like(axes[0][0].Weight));
            for (var axis = 0; axis < spatial.Length; axis++, rest /= Taps)
            {
                place = place.Times(spatial[axis]).Plus(axes[axis][rest % Taps].Place);
                weight = weight * axes[axis][rest % Taps].Weight;
            }
            var values = pixels.gather(2, place.unsqueeze(1).expand(-1, image.shape[1], -1));
            sum = sum.Plus(values * weight.unsqueeze(1));
        }
        return sum.reshape([.. image.shape[..2], .. grid.shape[1..^1]]);
    }

    /// <summary>The four neighbours of every place along one axis, and their weights, each <c>[N, places]</c>.</summary>
    private static (Tensor Place, Tensor Weight)[] Along(Tensor grid, long size, GridSamplePaddingMode padding, bool corners)
    {
        var pixels = corners ? grid.Plus(1).Over(2).Times(size - 1) : grid.Plus(1).Times(size).Minus(1).Over(2);
        var below = pixels.detach().floor();
        using var end = Numbers.New(size);
        using var last = Numbers.New(size - 1);
        var fraction = pixels - below;
        return Enumerable.Range(-1, Taps).Select(tap =>
        {
            var weight = Kernel(fraction.Minus(tap).abs(), isInner: tap is 0 or 1);
            var index = below.to(ScalarType.Int64).Plus(tap);
            if (padding == GridSamplePaddingMode.Zeros)
                weight = weight * (index >= Numbers.Of(0)).logical_and(index < end);
            if (padding == GridSamplePaddingMode.Reflection)
                index = Reflect(index, size, corners);
            return (index.clamp(Numbers.Of(0), last), weight);
        }).ToArray();
    }

    // About the centres of the outer pixels, or about their outer edges.
    private static Tensor Reflect(Tensor index, long size, bool corners)
    {
        var period = corners ? Math.Max(2 * (size - 1), 1) : 2 * size;
        using var turn = Numbers.New(period);
        using var end = Numbers.New(size);
        var within = index.remainder(turn);
        return where(within < end, within, within.SubtractedFrom(corners ? period : period - 1));
    }

    private static Tensor Kernel(Tensor distance, bool isInner) => isInner
        ? (distance.Times(A + 2).Minus(A + 3) * distance * distance).Plus(1)
        : ((distance.Times(A).Minus(5 * A) * distance).Plus(8 * A) * distance).Minus(4 * A);
}
