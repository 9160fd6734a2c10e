using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests;

public sealed class TensorValuesTests
{
    [Fact]
    public void Elements_come_in_row_major_order_whatever_the_strides_are()
    {
        using var scope = NewDisposeScope();
        var transposed = tensor(new[] { 1f, 2, 3, 4, 5, 6 }, 2, 3).t();

        Assert.Equal([1f, 4, 2, 5, 3, 6], TensorValues.Floats(transposed));
        Assert.Equal([1.0, 4, 2, 5, 3, 6], TensorValues.Doubles(transposed));
    }

    [Fact]
    public void Any_type_is_read_and_a_gradient_is_no_obstacle()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([1f, 0], TensorValues.Floats(tensor(new[] { true, false })));
        Assert.Equal([2L, -1], TensorValues.Longs(tensor(new[] { 2.7f, -1.2f })));
        Assert.Equal([0.5f], TensorValues.Floats(tensor(new[] { 0.5f }, requires_grad: true) * 1));
        Assert.Empty(TensorValues.Longs(zeros(0, 3)));
    }
}
