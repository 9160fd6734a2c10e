using Xunit;

namespace GradCamService.Explain.Tests.Sequences;

/// <summary>Arrays are compared by their largest difference as a share of the expected array's largest magnitude.</summary>
internal static class Close
{
    /// <summary>Two implementations of the same kernels, float32: rounding of sums in another order.</summary>
    public const double Float = 1e-4;

    /// <summary>References stored as float16, whose rounding is 2^-11 of each value.</summary>
    public const double Half = 2e-3;

    public static void To(Npy expected, float[] actual, double tolerance) => To(expected.Values, actual, tolerance);

    public static void To(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (largest, difference) = (0f, 0f);
        for (var i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            difference = Math.Max(difference, Math.Abs(expected[i] - actual[i]));
        }
        Assert.True(difference <= tolerance * largest, $"differs by {difference / largest:g3} of the largest magnitude {largest:g3}");
    }
}
