using GradCamService.Evaluate.Metrics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class DeletionInsertionTests
{
    private const double Rounding = 1e-12;

    /// <summary>Of the float to which each double is rounded, at values up to 16.</summary>
    private const double FloatRounding = 1e-6;

    [Fact]
    public void The_most_important_pixels_go_first_and_equal_ones_by_position()
    {
        // 2 × 28 pixels, 2 a step: one row of 1, and 5 at three places.
        var map = Maps.Of(28, 2, (x, y) => (x, y) is (3, 1) or (7, 0) or (20, 1) ? 5 : 1);
        var input = Maps.Constant(28, 2, 7);
        var copy = new float[56];
        var curve = new DeletionInsertion([.. input, .. input], map, Maps.Same(28, 2));

        Assert.Equal([], Removed(0));
        Assert.Equal([7, 31], Removed(1));
        Assert.Equal([0, 7, 31, 48], Removed(2));
        Assert.Equal(56, Removed(DeletionInsertion.Steps).Count);

        List<int> Removed(int step)
        {
            var both = new float[112];
            curve.Delete(step, both);
            Assert.Equal(both[..56], both[56..]); // Both channels alike.
            return [.. Enumerable.Range(0, 56).Where(pixel => both[pixel] == 0)];
        }
    }

    [Fact]
    public void Insertion_goes_from_the_blurred_photo_to_the_photo()
    {
        var input = Maps.First(20, 24);
        var curve = new DeletionInsertion(input, Maps.Second(20, 24), Maps.Same(20, 24));
        var copy = new float[input.Length];

        curve.Insert(0, copy);

        // Data/make_metrics.py: the two-dimensional kernel of σ = 5 and radius 15 on the photo with its borders repeated.
        Assert.Equal(5.811092699663143, copy[0], FloatRounding);
        Assert.Equal(8.019555615179222, copy[12 * 20 + 7], FloatRounding);
        Assert.Equal(7.666964022746784, copy[^1], FloatRounding);

        curve.Insert(DeletionInsertion.Steps, copy);
        Assert.Equal(input, copy);
    }

    [Fact]
    public void Padding_is_neither_blurred_nor_counted()
    {
        float[] input = [0, 0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8, 0, 0, 0, 0];
        float[] map = [9, 9, 9, 9, 1, 2, 3, 4, 0, 0, 0, 0, 9, 9, 9, 9];
        var curve = new DeletionInsertion(input, map, Maps.Padded);
        var copy = new float[16];

        curve.Insert(0, copy);
        Assert.Equal(input.Select(value => (double)value), copy.Select(value => Math.Round((double)value, 5)));

        // 8 pixels show the photo: after 14 of 28 steps, 4 are gone.
        curve.Delete(14, copy);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8, 0, 0, 0, 0], copy);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(29)]
    public void There_are_28_steps(int step) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new DeletionInsertion(new float[16], new float[16], Maps.Padded).Delete(step, new float[16]));

    [Fact]
    public void Areas_are_those_of_trapezoids()
    {
        Assert.Equal(0.5, DeletionInsertion.Area([.. Enumerable.Range(0, 29).Select(step => step / 28.0)]), Rounding);
        Assert.Equal(0.25, DeletionInsertion.Area([.. Enumerable.Repeat(0.25, 29)]), Rounding);
        // Gone after the first step: half a step.
        Assert.Equal(0.5 / 28, DeletionInsertion.Area([1, .. new double[28]]), Rounding);
    }

    [Fact]
    public void A_curve_has_29_points() => Assert.Throws<ArgumentException>(() => DeletionInsertion.Area(new double[28]));
}
