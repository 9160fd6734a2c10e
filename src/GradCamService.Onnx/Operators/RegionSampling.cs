using static System.FormattableString;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>How a region is sampled along one axis: two neighbours and their weights a sample, zero weight outside the map.</summary>
/// <param name="Bins">Number of bins; each has the same number of samples.</param>
/// <param name="Low">Indices before the samples.</param>
/// <param name="High">Indices behind the samples.</param>
/// <param name="LowWeight">Weights of the first.</param>
/// <param name="HighWeight">Weights of the second.</param>
internal sealed record RegionAxis(long Bins, long[] Low, long[] High, double[] LowWeight, double[] HighWeight)
{
    /// <summary>The weights of all map positions in the average of each bin, <c>[bins, size]</c>.</summary>
    public Tensor Matrix(long size, Tensor like)
    {
        var weights = new double[Bins * size];
        var samples = Low.Length / Bins;
        for (var i = 0; i < Low.Length; i++)
        {
            var row = i / samples * size;
            weights[row + Low[i]] += LowWeight[i] / samples;
            weights[row + High[i]] += HighWeight[i] / samples;
        }
        return tensor(weights, Bins, size).to(like.dtype, like.device);
    }
}

/// <summary>Region of interest alignment: bilinear samples on a regular grid in each bin.</summary>
/// <param name="Scale">Map pixels an image pixel.</param>
/// <param name="Ratio">Samples a bin and axis; 0 for one a map pixel.</param>
/// <param name="HalfPixel">Whether coordinates count from the centre of the first pixel.</param>
internal sealed record RegionSampling(float Scale, long Ratio, bool HalfPixel)
{
    private const long MostSamples = 1 << 20;

    public RegionAxis Along(OperatorCall call, double from, double to, long bins, long size)
    {
        var start = (float)from * Scale - (HalfPixel ? 0.5f : 0);
        var length = (float)to * Scale - (HalfPixel ? 0.5f : 0) - start;
        if (!HalfPixel)
            length = Math.Max(length, 1);
        var step = length / bins;
        var samples = Ratio > 0 ? Ratio : (long)Math.Ceiling(step);
        if (samples * (double)bins > MostSamples || !float.IsFinite(start) || !float.IsFinite(length))
            throw call.Error(Invariant($"a region from {from} to {to} is too large"));
        samples = Math.Max(samples, 0);
        var count = bins * samples;
        var axis = new RegionAxis(bins, new long[count], new long[count], new double[count], new double[count]);
        for (var i = 0; i < axis.Low.Length; i++)
        {
            var place = start + i / samples * step + (i % samples + 0.5f) * step / samples;
            if (place < -1 || place > size)
                continue;
            place = Math.Max(place, 0);
            axis.Low[i] = Math.Min((long)place, size - 1);
            axis.High[i] = Math.Min(axis.Low[i] + 1, size - 1);
            axis.HighWeight[i] = axis.Low[i] == size - 1 ? 0 : place - axis.Low[i];
            axis.LowWeight[i] = 1 - axis.HighWeight[i];
        }
        return axis;
    }

    /// <summary>The mean of each bin's samples, <c>[C, bins, bins]</c>, of a map <c>[C, H, W]</c>.</summary>
    public static Tensor Average(Tensor map, RegionAxis y, RegionAxis x) =>
        y.Matrix(map.shape[1], map).Product(map).Product(x.Matrix(map.shape[2], map).t());

    /// <summary>The largest weighted neighbour among each bin's samples, which is what ONNX defines as the maximum.</summary>
    public static Tensor Largest(Tensor map, RegionAxis y, RegionAxis x)
    {
        if (y.Low.Length == 0 || x.Low.Length == 0)
            return zeros([map.shape[0], y.Bins, x.Bins], map.dtype, map.device);
        Tensor Weighted(long[] rows, double[] rowWeights, long[] columns, double[] columnWeights) =>
            map.index_select(1, tensor(rows).to(map.device)).index_select(2, tensor(columns).to(map.device))
                * outer(tensor(rowWeights), tensor(columnWeights)).to(map.dtype, map.device);
        var corners = stack(
        [
            Weighted(y.Low, y.LowWeight, x.Low, x.LowWeight), Weighted(y.Low, y.LowWeight, x.High, x.HighWeight),
            Weighted(y.High, y.HighWeight, x.Low, x.LowWeight), Weighted(y.High, y.HighWeight, x.High, x.HighWeight),
        ]);
        return corners.amax(0).reshape(map.shape[0], y.Bins, y.Low.Length / y.Bins, x.Bins, x.Low.Length / x.Bins).amax([2, 4]);
    }
}
