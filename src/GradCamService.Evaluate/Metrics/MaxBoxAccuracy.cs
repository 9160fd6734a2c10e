using GradCamService.Evaluate.Statistics;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;

namespace GradCamService.Evaluate.Metrics;

/// <summary>
/// The share of images whose largest segment's box is right, at the threshold that is best for all images together (Choe et al. 2020,
/// arXiv:2001.07437, MaxBoxAcc): what a method could reach were its threshold chosen well.
/// </summary>
/// <param name="IoU">From which on a box is right.</param>
/// <param name="Curve">The share at each of <see cref="Thresholds"/>; empty where there are no images.</param>
/// <param name="Threshold">The best, the lowest of equally good ones; null where there are no images.</param>
/// <param name="Accuracy">
/// The share at it. In each resample the best threshold is chosen anew, so that the interval holds for the choice, too.
/// </param>
public sealed record MaxBoxAccuracy(double IoU, IReadOnlyList<double> Curve, double? Threshold, Estimate Accuracy)
{
    private const int Steps = 20;

    /// <summary>0, 0.05 … 1 of the map's maximum.</summary>
    public static IReadOnlyList<double> Thresholds { get; } = [.. Enumerable.Range(0, Steps + 1).Select(step => (double)step / Steps)];

    private static readonly ThresholdRule[] Rules = [.. Thresholds.Select(ThresholdRule.Share)];

    /// <summary>From which on a box is right: each gives an accuracy of its own.</summary>
    public static IReadOnlyList<double> LeastIoUs { get; } = [0.3, 0.5, 0.7];

    /// <summary>Of one image, at each threshold the highest IoU of the largest segment's box with any box of the class.</summary>
    /// <param name="heatmap">Of the true class, ≥ 0, at the network's input size, row-major.</param>
    /// <param name="placement">How the input lies in the photo.</param>
    /// <param name="boxes">Of the true class.</param>
    public static double[] IoUs(float[] heatmap, Placement placement, IReadOnlyList<PixelBox> boxes) =>
        [.. Localizer.Find(heatmap, placement, Rules).Select(found => BoxLocalization.IoU(found, boxes))];

    /// <param name="ious">Of each image with boxes, what <see cref="IoUs"/> gives.</param>
    /// <param name="leastIoU">From which on a box is right.</param>
    /// <param name="seed">Of the resamples.</param>
    public static MaxBoxAccuracy Of(ImageValues<double[]> ious, double leastIoU, int seed)
    {
        var right = ious.Values.Select(each => Array.ConvertAll(each, iou => iou >= leastIoU ? 1 : 0)).ToArray();
        if (right.Length == 0)
            return new MaxBoxAccuracy(leastIoU, [], null, new Estimate(null, null, 0, 0));
        var counts = CountRight(right, Enumerable.Range(0, right.Length));
        var most = counts.Max();
        var interval = right.Length < 2 ? null : Bootstrap.Percentiles(Bootstrap.Replicates(
            seed, [right.Length], drawn => (double)CountRight(right, drawn[0]).Max() / right.Length));
        return new MaxBoxAccuracy(
            leastIoU, Array.ConvertAll(counts, count => (double)count / right.Length), Thresholds[Array.IndexOf(counts, most)],
            new Estimate((double)most / right.Length, interval, right.Length, 0));
    }

    private static int[] CountRight(int[][] right, IEnumerable<int> places)
    {
        var counts = new int[Steps + 1];
        foreach (var place in places)
            for (var step = 0; step < counts.Length; step++)
                counts[step] += right[place][step];
        return counts;
    }
}
