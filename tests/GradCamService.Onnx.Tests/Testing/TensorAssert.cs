using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>Compares tensors: the same type and shape, numbers within a tolerance (none for integers), NaN at the same places.</summary>
internal static class TensorAssert
{
    /// <param name="expected">The reference.</param>
    /// <param name="actual">What is tested.</param>
    /// <param name="relative">Largest difference as a share of the expected number.</param>
    /// <param name="absolute">Largest difference near zero; both are added, as NumPy's allclose does.</param>
    /// <param name="what">The tensor's name in the message.</param>
    public static void Close(Tensor expected, Tensor actual, double relative, double absolute, string what)
    {
        Assert.True(expected.dtype == actual.dtype, $"{what} is {actual.dtype}, expected {expected.dtype}");
        Assert.True(expected.shape.SequenceEqual(actual.shape),
            $"{what} has the shape [{string.Join(", ", actual.shape)}], expected [{string.Join(", ", expected.shape)}]");
        if (expected.numel() == 0)
            return;
        if (expected.is_complex())
            (expected, actual) = (expected.view_as_real(), actual.resolve_conj().view_as_real());
        var isExact = !expected.is_floating_point();
        var type = isExact ? ScalarType.Int64 : ScalarType.Float64;
        var (reference, computed) = (expected.to(type).cpu().flatten(), actual.detach().to(type).cpu().flatten());
        var same = isExact ? reference.eq(computed) : reference.isclose(computed, relative, absolute, nanEqual: true);
        if (same.all().item<bool>())
            return;
        var wrong = same.logical_not().nonzero().flatten();
        var first = wrong[0].item<long>();
        Assert.Fail($"{what} differs at {wrong.numel()} of {expected.numel()} places, " +
            $"first at {first}: {At(computed)}, expected {At(reference)}");

        double At(Tensor values) => values[first].to(ScalarType.Float64).item<double>();
    }
}
