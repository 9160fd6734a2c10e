using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Statistics;
using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class MaxBoxAccuracyTests
{
    private const int Steps = 21;

    [Fact]
    public void Thresholds_go_from_0_to_1_by_a_twentieth()
    {
        Assert.Equal(Steps, MaxBoxAccuracy.Thresholds.Count);
        Assert.Equal((0, 0.15, 0.5, 1),
            (MaxBoxAccuracy.Thresholds[0], MaxBoxAccuracy.Thresholds[3], MaxBoxAccuracy.Thresholds[10], MaxBoxAccuracy.Thresholds[20]));
    }

    [Fact]
    public void An_image_has_an_overlap_at_each_threshold()
    {
        // Values 1 … 20 from left to right: at threshold t lie above 20 t the columns from 20 t on, at 1 the last.
        var ious = MaxBoxAccuracy.IoUs(Maps.Of(20, 4, (x, _) => x + 1), Maps.Same(20, 4), [new PixelBox(10, 0, 10, 4)]);

        Assert.Equal(0.5, ious[0]);
        Assert.Equal(10 / 15.0, ious[5]);
        Assert.Equal(1, ious[10]);
        Assert.Equal(0.5, ious[15]);
        Assert.Equal(0.1, ious[20]);
    }

    [Fact]
    public void The_best_threshold_is_one_for_all_images()
    {
        // Right at IoU 0.5: a at steps 0–9, b at 5–14, c at 14–20. Alone each would be right somewhere; together two of three are, first at 5.
        var ious = ImageValues.Of([("a", Right(0, 9)), ("b", Right(5, 14)), ("c", Right(14, 20))]);

        var found = MaxBoxAccuracy.Of(ious, 0.5, 0);

        Assert.Equal((0.25, 2 / 3.0, 3), (found.Threshold, found.Accuracy.Mean, found.Accuracy.Count));
        Assert.Equal([.. Enumerable.Range(0, Steps).Select(step => step is >= 5 and <= 9 or 14 ? 2 / 3.0 : 1 / 3.0)], found.Curve);
        // Three times c gives 1, and no draw gives less than a third.
        Assert.Equal(1, found.Accuracy.Interval!.High);
        Assert.InRange(found.Accuracy.Interval.Low, 1 / 3.0, 2 / 3.0);
    }

    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.7, 0)]
    public void Exactly_enough_is_right(double leastIoU, double expected) =>
        Assert.Equal(expected, MaxBoxAccuracy.Of(ImageValues.Of([("a", Right(0, 20))]), leastIoU, 0).Accuracy.Mean);

    [Fact]
    public void Without_images_there_is_no_accuracy()
    {
        var found = MaxBoxAccuracy.Of(ImageValues.Of<double[]>([]), 0.5, 0);

        Assert.Equal((null, null, 0), (found.Threshold, found.Accuracy.Mean, found.Accuracy.Count));
        Assert.Empty(found.Curve);
    }

    private static double[] Right(int first, int last) => [.. Enumerable.Range(0, Steps).Select(step => step >= first && step <= last ? 0.5 : 0)];
}
