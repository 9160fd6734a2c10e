using Xunit.Sdk;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>The comparisons themselves: a check that cannot fail proves nothing.</summary>
public sealed class ComparisonTests
{
    private const double Relative = 1e-3;
    private const double Absolute = 1e-3;

    [Fact]
    public void A_gradient_that_is_missing_is_noticed()
    {
        // Padding's value is read as a number, so its gradient is zero, while the output does depend on it.
        var pad = new OneNode("Pad", 13) { Inputs = [Sample.Normal(1, 3, 2), Sample.Longs(1, 0, 0, 1), tensor(1.5f)] };
        Assert.ThrowsAny<XunitException>(() => GradientCheck.AssertMatches(pad));
    }

    [Fact]
    public void A_number_beyond_the_tolerance_is_noticed() =>
        Assert.ThrowsAny<XunitException>(() => TensorAssert.Close(tensor(new[] { 1f, 2 }), tensor(new[] { 1f, 2.01f }), Relative, Absolute, ""));

    [Fact]
    public void Another_shape_is_noticed() =>
        Assert.ThrowsAny<XunitException>(() => TensorAssert.Close(zeros(2, 1), zeros(1, 2), Relative, Absolute, ""));

    [Fact]
    public void Another_type_is_noticed() =>
        Assert.ThrowsAny<XunitException>(() => TensorAssert.Close(zeros(2), zeros(2, ScalarType.Float64), Relative, Absolute, ""));

    [Fact]
    public void A_number_in_place_of_none_is_noticed() =>
        Assert.ThrowsAny<XunitException>(() => TensorAssert.Close(tensor(float.NaN), tensor(1f), Relative, Absolute, ""));

    [Fact]
    public void The_same_numbers_are_the_same() =>
        TensorAssert.Close(tensor(new[] { 1f, float.NaN }), tensor(new[] { 1f, float.NaN }), Relative, Absolute, "");
}
