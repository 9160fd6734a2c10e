using GradCamService.Onnx.Analysis;

namespace GradCamService.Onnx.Tests.Analysis;

public sealed class DenseLayerTests
{
    [Theory]
    [InlineData(0, 768, 5)]
    [InlineData(1, 5, 768)]
    public void A_gemm_is_one_however_its_weights_lie(int transposed, long rows, long columns)
    {
        using var sketch = new Sketch().Node("Flatten", "image", "flat").Weight("w", rows, columns).Weight("b", 5)
            .Node("Gemm", "flat w b", "y", ("transB", transposed)).Output("y");

        Assert.Equal(new DenseLayer("flat", "w", transposed == 0, 5), DenseLayer.Before(sketch.Graph, "y"));
    }

    [Fact]
    public void A_product_with_its_bias_behind_it_is_one()
    {
        using var sketch = new Sketch().Node("Flatten", "image", "flat").Weight("w", 768, 5).Node("MatMul", "flat w", "m").Weight("b", 5)
            .Node("Add", "m b", "y").Output("y");

        Assert.Equal(new DenseLayer("flat", "w", true, 5), DenseLayer.Before(sketch.Graph, "y"));
    }

    [Theory]
    [InlineData("alpha", 2f)]
    [InlineData("transA", 1)]
    public void A_gemm_of_another_form_is_none(string attribute, object value)
    {
        using var sketch = new Sketch(1, 1, 5, 5).Node("Squeeze", "image", "flat").Weight("w", 5, 5)
            .Node("Gemm", "flat w", "y", (attribute, value)).Output("y");

        Assert.Null(DenseLayer.Before(sketch.Graph, "y"));
    }

    [Fact]
    public void A_convolution_is_none()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4).Output("a");

        Assert.Null(DenseLayer.Before(sketch.Graph, "a"));
    }
}
