using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Analysis;

public sealed class NormalizationSearchTests
{
    [Fact]
    public void The_operator_ends_at_its_own_output()
    {
        using var sketch = new Sketch(1, 4, 8).Weight("s", 8).Node("LayerNormalization", "image s", "n").Node("Relu", "n", "y").Output("y");

        Assert.Equal(["n"], NormalizationSearch.Outputs(sketch.Flow));
    }

    [Fact]
    public void Arithmetic_ends_behind_its_scale_and_shift()
    {
        using var sketch = Root().Node("Div", "centred root", "n").Weight("scale", 8).Node("Mul", "n scale", "scaled").Weight("shift", 8)
            .Node("Add", "scaled shift", "shifted").Node("Relu", "shifted", "y").Output("y");

        Assert.Equal(["shifted"], NormalizationSearch.Outputs(sketch.Flow));
    }

    [Fact]
    public void A_product_with_the_roots_reciprocal_is_one_too()
    {
        using var sketch = Root().Node("Reciprocal", "root", "r").Node("Mul", "centred r", "n").Node("Relu", "n", "y").Output("y");

        Assert.Equal(["n"], NormalizationSearch.Outputs(sketch.Flow));
    }

    [Fact]
    public void A_product_with_a_constant_over_the_root_is_one_too()
    {
        using var sketch = Root().Constant("one", tensor(1f)).Node("Div", "one root", "r").Node("Mul", "centred r", "n")
            .Node("Relu", "n", "y").Output("y");

        Assert.Contains("n", NormalizationSearch.Outputs(sketch.Flow));
    }

    [Fact]
    public void A_division_by_anything_else_is_none()
    {
        using var sketch = Root().Node("Div", "centred variance", "y").Output("y");

        Assert.Empty(NormalizationSearch.Outputs(sketch.Flow));
    }

    private static Sketch Root() => new Sketch(1, 4, 8)
        .Node("ReduceMean", "image", "mean", ("axes", new long[] { -1 })).Node("Sub", "image mean", "centred")
        .Node("Mul", "centred centred", "squares").Node("ReduceMean", "squares", "variance", ("axes", new long[] { -1 }))
        .Node("Sqrt", "variance", "root");
}
