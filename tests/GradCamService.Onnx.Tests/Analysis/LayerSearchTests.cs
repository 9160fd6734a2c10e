using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Analysis;

public sealed class LayerSearchTests
{
    [Fact]
    public void The_last_map_before_pooling_is_the_target_and_one_a_resolution_is_offered()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4).Node("Relu", "a", "b")
            .Node("MaxPool", "b", "p", ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 })).Conv("p", "c", 4, 4)
            .Node("Relu", "c", "d");

        var choice = Find(Classified(sketch, "d", 4));

        Assert.Equal("d", choice.Target);
        Assert.Equal(["b", "d"], choice.Offered);
        Assert.Equal("the last map before pooling or flattening", choice.Why);
    }

    [Fact]
    public void What_lies_inside_a_residual_block_is_not_offered()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4).Conv("a", "inside", 4, 4).Node("Add", "inside a", "b")
            .Conv("b", "c", 4, 4, stride: 2);

        Assert.Equal(["b", "c"], Find(Classified(sketch, "c", 4)).Offered);
    }

    [Fact]
    public void Of_a_map_of_scores_the_map_before_the_last_weights_is_the_target()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4).Node("Relu", "a", "b").Conv("b", "scores", 4, 5, kernel: 1)
            .Node("GlobalAveragePool", "scores", "pooled").Node("Flatten", "pooled", "y").Output("y");

        var choice = Find(sketch);

        Assert.Equal(("b", "the map that the classifying convolution reads"), (choice.Target, choice.Why));
    }

    [Fact]
    public void Tokens_that_are_averaged_are_explained_where_they_were_normalized_last()
    {
        using var sketch = Tokens().Normalize("tokens", "n").Node("ReduceMean", "n", "mean", ("axes", new long[] { 1 }), ("keepdims", 0))
            .Weight("head", 8, 5).Node("MatMul", "mean head", "y").Output("y");

        var choice = Find(sketch);

        Assert.Equal(("n", "the last tokens before pooling"), (choice.Target, choice.Why));
    }

    [Fact]
    public void Behind_the_last_attention_of_a_network_that_reads_its_class_token_nothing_is_offered()
    {
        using var sketch = Tokens().Weight("class", 1, 1, 8).Node("Concat", "class tokens", "all", ("axis", 1)).Normalize("all", "n")
            .Node("Transpose", "n", "keys", ("perm", new long[] { 0, 2, 1 })).Node("MatMul", "n keys", "products")
            .Node("Softmax", "products", "attention", ("axis", -1)).Node("MatMul", "attention n", "attended").Normalize("attended", "m")
            .Constant("zero", tensor(0L)).Node("Gather", "m zero", "read", ("axis", 1)).Weight("head", 8, 5)
            .Node("MatMul", "read head", "y").Output("y");

        var choice = Find(sketch);

        Assert.Equal("n", choice.Target);
        Assert.Equal(["n"], choice.Offered);
        Assert.StartsWith("the normalization before the last attention", choice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_positions_is_refused()
    {
        using var sketch = new Sketch().Node("Flatten", "image", "flat").Weight("w", 768, 5).Node("MatMul", "flat w", "y").Output("y");

        var refusal = Assert.Throws<OnnxException>(() => Find(sketch));

        Assert.Contains("no layer has more than one position", refusal.Message, StringComparison.Ordinal);
    }

    private static LayerChoice Find(Sketch sketch) => LayerSearch.Find(sketch.Analyze(), sketch.Feeds);

    private static Sketch Classified(Sketch sketch, string last, long channels) => sketch
        .Node("GlobalAveragePool", last, "pooled").Node("Flatten", "pooled", "flat").Weight("head", channels, 5)
        .Node("MatMul", "flat head", "y").Output("y");

    /// <summary>4 × 4 patches of the image, <c>[1, 16, 8]</c>.</summary>
    private static Sketch Tokens() => new Sketch().Conv("image", "patches", 3, 8, kernel: 5, stride: 4)
        .Constant("merged", tensor(new long[] { 1, 8, 16 })).Node("Reshape", "patches merged", "flat")
        .Node("Transpose", "flat", "tokens", ("perm", new long[] { 0, 2, 1 }));
}

file static class SketchOfTokens
{
    public static Sketch Normalize(this Sketch sketch, string input, string output) =>
        sketch.Weight($"{output}.scale", 8).Node("LayerNormalization", $"{input} {output}.scale", output);
}
