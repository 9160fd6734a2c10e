using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests;

/// <summary>Sums and products are those of TorchSharp's operators, types and bits included.</summary>
public sealed class TensorArithmeticTests
{
    [Theory]
    [InlineData(ScalarType.Float32, ScalarType.Float32)]
    [InlineData(ScalarType.Int64, ScalarType.Int64)]
    [InlineData(ScalarType.Float32, ScalarType.Int64)]
    [InlineData(ScalarType.Byte, ScalarType.Int32)]
    [InlineData(ScalarType.Float16, ScalarType.Float64)]
    public void Of_two_tensors(ScalarType left, ScalarType right)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Tensor(left), Tensor(right).flip(0));

        Same(a + b, a.Plus(b));
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Byte)]
    public void Of_a_tensor_and_a_number(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var a = Tensor(type);

        Same(a + 3, a.Plus(3));
        Same(a - 3, a.Minus(3));
        Same(3 - a, a.SubtractedFrom(3));
        Same(a * 3, a.Times(3));
        Same(a / 3, a.Over(3));
        Same(a + 0.1f, a.Plus(0.1f));
        Same(a + 0.1, a.Plus(0.1));
        Same(a - 0.1, a.Minus(0.1));
        Same(0.1 - a, a.SubtractedFrom(0.1));
        Same(a * 0.1f, a.Times(0.1f));
        Same(a / 0.1, a.Over(0.1));
        Same(a.pow(1.5), a.ToThe(1.5));
        Same(a.square(), a.Squared());
    }

    [Fact]
    public void In_place()
    {
        using var scope = NewDisposeScope();
        var a = Tensor(ScalarType.Float32);

        a.Increase(a.clone()).Increase(1);

        Assert.Equal([3f, 5, 11], TensorValues.Floats(a));
    }

    private static Tensor Tensor(ScalarType type) => tensor(new[] { 1.0, 2, 5 }).to(type);

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.bytes.ToArray(), actual.bytes.ToArray());
    }
}
