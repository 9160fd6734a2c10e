using Xunit;

namespace GradCamService.Explain.Tests;

/// <summary>How far arrays lie from what was recorded, in units of the largest recorded magnitude.</summary>
internal static class Deviation
{
    public static double Of(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (largest, difference) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(float.IsFinite(expected[i]) && float.IsFinite(actual[i]));
            largest = Math.Max(largest, Math.Abs(expected[i]));
            difference = Math.Max(difference, Math.Abs(expected[i] - actual[i]));
        }
        Assert.True(largest > 0, "a record without any magnitude proves nothing");
        return difference / largest;
    }
}
