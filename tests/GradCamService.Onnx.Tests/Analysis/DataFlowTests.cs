namespace GradCamService.Onnx.Tests.Analysis;

public sealed class DataFlowTests
{
    [Fact]
    public void All_of_the_way_leads_through_what_lies_before_and_behind_a_residual_block()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4).Node("Relu", "a", "b").Conv("b", "c", 4, 4).Node("Add", "c b", "d")
            .Node("GlobalAveragePool", "d", "e").Node("Flatten", "e", "y").Output("y");

        Assert.Equal(["a", "b", "d", "e"], sketch.Flow.Cuts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Shapes_and_weights_are_no_part_of_the_way()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4).Node("Shape", "a", "shape").Node("Relu", "a", "b")
            .Node("Reshape", "b shape", "c")
            .Node("Flatten", "c", "y").Output("y");

        Assert.Equal(["a", "b", "c", "y"], sketch.Flow.Tensors);
        Assert.False(sketch.Flow.Has("shape"));
        Assert.False(sketch.Flow.Has("a.w"));
    }

    [Fact]
    public void What_does_not_reach_the_scores_is_no_part_of_the_way()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4).Node("GlobalMaxPool", "a", "auxiliary").Node("GlobalAveragePool", "a", "b")
            .Node("Flatten", "b", "y").Output("auxiliary", "y");

        var flow = sketch.Flow;

        Assert.Equal(["a", "b", "y"], flow.Tensors);
        Assert.Equal(["b"], flow.ReadersOf("a").Select(node => node.Name));
        Assert.Equal("Conv", flow.MakerOf("a")!.Key.Name);
        Assert.Null(flow.MakerOf("auxiliary"));
    }
}
