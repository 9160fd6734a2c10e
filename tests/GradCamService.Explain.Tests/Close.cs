using Xunit;

namespace GradCamService.Explain.Tests;

/// <summary>Arrays are compared by their largest difference as a share of the expected array's largest magnitude.</summary>
internal static class Close
{
    /// <summary>Two implementations of the same kernels, float32: rounding of sums in another order.</summary>
    public const double Float = 1e-4;

    /// <summary>References stored as float16, whose rounding is 2^-11 of each value.</summary>
    public const double Half = 2e-3;

    /// <summary>
    /// Values that may differ by more, but not by more than <see cref="Gate"/>. A rectifier whose input is zero but for rounding opens in
    /// one program and not in the other, and moves the few pixels that it sees: of chelsea.png, the input at channel 55, row 48, column 52
    /// of block1's depthwise convolution is -1.9e-7 here, and 18 of 150,528 gradients move.
    /// </summary>
    public const double FewValues = 5e-4;

    /// <summary>By how much one such rectifier may move a pixel.</summary>
    public const double Gate = 3e-3;

    public static void To(Npy expected, float[] actual, double tolerance) => Assert.InRange(Deviation.Of(expected.Values, actual), 0, tolerance);

    /// <summary>As <see cref="To"/>, but for the pixels of rectifiers that hang in the balance.</summary>
    public static void ToButForGates(Npy expected, float[] actual, double tolerance) => ToButForGates(expected.Values, actual, tolerance);

    public static void ToButForGates(float[] expected, float[] actual, double tolerance)
    {
        Assert.InRange(Deviation.Of(expected, actual), 0, Gate);
        var largest = expected.Max(Math.Abs);
        var moved = expected.Zip(actual).Count(pair => Math.Abs(pair.First - pair.Second) > tolerance * largest);
        Assert.True(moved <= FewValues * actual.Length, $"{moved} of {actual.Length} differ by more than {tolerance} of {largest:g3}");
    }
}
