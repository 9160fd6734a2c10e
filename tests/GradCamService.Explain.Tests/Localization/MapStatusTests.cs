using GradCamService.Explain.Localization;
using Xunit;

namespace GradCamService.Explain.Tests.Localization;

public sealed class MapStatusTests
{
    [Theory]
    [InlineData(new[] { 0f, 1e-30f }, MapStatus.Ok)]
    [InlineData(new[] { -5f, 1f }, MapStatus.Ok)]
    [InlineData(new[] { 0f, -1f }, MapStatus.Empty)]
    [InlineData(new float[0], MapStatus.Empty)]
    [InlineData(new[] { 1f, float.NaN }, MapStatus.NonFinite)]
    [InlineData(new[] { 1f, float.PositiveInfinity }, MapStatus.NonFinite)]
    [InlineData(new[] { 1f, float.NegativeInfinity }, MapStatus.NonFinite)]
    public void A_map_needs_positive_evidence_and_finite_values(float[] values, MapStatus expected) =>
        Assert.Equal(expected, MapStatuses.OfMap(values));

    [Theory]
    [InlineData(new[] { 0f, -1f }, MapStatus.Ok)]
    [InlineData(new[] { 0f, 0f }, MapStatus.Empty)]
    [InlineData(new[] { -1f, float.NaN }, MapStatus.NonFinite)]
    public void A_gradient_needs_anything_but_zero(float[] values, MapStatus expected) =>
        Assert.Equal(expected, MapStatuses.OfGradient(values));
}
