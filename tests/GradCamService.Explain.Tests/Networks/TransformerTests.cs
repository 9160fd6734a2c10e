using GradCamService.Explain.Manifests;
using GradCamService.Onnx.Analysis;
using Xunit;

namespace GradCamService.Explain.Tests.Networks;

/// <summary>Transformers of one or two blocks, in the ways in which exporters write them.</summary>
[Collection(TorchCollection.Name)]
public sealed class TransformerTests : IDisposable
{
    private const int Width = 8;
    private const int Patches = 16;

    private readonly ModelsFolder _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)] // DeiT: a class and a distillation token
    public void Class_tokens_are_counted_and_the_normalization_before_the_last_attention_is_the_target(int special)
    {
        var network = Tokens(special);
        Block(network, "tokens", "a", LayerNorm);
        Block(network, "a", "b", LayerNorm);
        LayerNorm(network, "b", "last");
        ReadClassToken(network);

        var model = _models.Load(network, "vit");

        Assert.Equal("b.norm", model.DefaultLayer.Name);
        Assert.Equal(["a.norm", "b.norm"], model.Layers.Select(layer => layer.Name));
        Assert.Equal(new TokenGrid(4, 4, special), model.Manifest.TokenGrid);
        Assert.Contains(ModelsFolder.Explain(model).Explanations[0].Map!.Values, value => value != 0);
    }

    [Fact]
    public void A_normalization_written_as_arithmetic_is_found()
    {
        var network = Tokens(1);
        Block(network, "tokens", "a", Arithmetic);
        Arithmetic(network, "a", "last");
        ReadClassToken(network);

        Assert.Equal("a.norm", _models.Load(network, "arithmetic").DefaultLayer.Name);
    }

    [Fact]
    public void Tokens_that_are_averaged_are_explained_before_the_average()
    {
        var network = Tokens(0);
        Block(network, "tokens", "a", LayerNorm);
        LayerNorm(network, "a", "last");
        network.Node("Transpose", "last", "channels", ("perm", new long[] { 0, 2, 1 })).Node("GlobalAveragePool", "channels", "pooled")
            .Node("Flatten", "pooled", "flat").Weight("head", Width, 5).Node("MatMul", "flat head", "logits").Output("logits");

        var model = _models.Load(network, "averaged");

        Assert.Equal("last", model.DefaultLayer.Name);
        Assert.Equal(["a.norm", "last"], model.Layers.Select(layer => layer.Name));
        Assert.Equal(new TokenGrid(4, 4, 0), model.Manifest.TokenGrid);
    }

    [Fact]
    public void Windows_of_maps_with_their_channels_last_are_followed()
    {
        // Swin: [N, h, w, C], attention in windows of 2 × 2, a shortcut around it, a normalization, a global average.
        var network = new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16).Weight("patch", Width, 3, 4, 4)
            .Node("Conv", "image patch", "patches", ("strides", new long[] { 4, 4 }))
            .Node("Transpose", "patches", "map", ("perm", new long[] { 0, 2, 3, 1 }));
        LayerNorm(network, "map", "norm");
        network.Longs("windows", -1, 2, 2, 2, 2, Width).Longs("window", -1, 4, Width).Longs("back", -1, 2, 2, 2, 2, Width)
            .Longs("map.shape", -1, 4, 4, Width)
            .Node("Reshape", "norm windows", "split").Node("Transpose", "split", "grouped", ("perm", new long[] { 0, 1, 3, 2, 4, 5 }))
            .Node("Reshape", "grouped window", "inside");
        Attend(network, "inside", "attended");
        network.Node("Reshape", "attended back", "apart").Node("Transpose", "apart", "joined", ("perm", new long[] { 0, 1, 3, 2, 4, 5 }))
            .Node("Reshape", "joined map.shape", "whole").Node("Add", "whole map", "sum");
        LayerNorm(network, "sum", "last");
        network.Node("ReduceMean", "last", "flat", ("axes", new long[] { 1, 2 }), ("keepdims", 0)).Weight("head", Width, 5)
            .Node("MatMul", "flat head", "logits").Output("logits");

        var model = _models.Load(network, "swin");

        Assert.Equal("last", model.DefaultLayer.Name);
        Assert.Equal(new SpatialLayout(SpatialForm.ChannelsLast, 4, 4), model.DefaultLayer.Layout);
        Assert.Equal(new ReceptiveField(4, 16), model.DefaultLayer.Field);
        Assert.Equal(16, ModelsFolder.Explain(model).Explanations[0].Map!.Values.Length);
    }

    [Fact]
    public void Patches_that_a_reshape_cuts_out_are_a_square()
    {
        var network = new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16).Weight("embed", 48, Width)
            .Longs("cut", -1, 3, 4, 4, 4, 4).Longs("rows", -1, Patches, 48)
            .Node("Reshape", "image cut", "six").Node("Transpose", "six", "ordered", ("perm", new long[] { 0, 2, 4, 3, 5, 1 }))
            .Node("Reshape", "ordered rows", "flattened").Node("MatMul", "flattened embed", "tokens");
        Block(network, "tokens", "a", LayerNorm);
        LayerNorm(network, "a", "last");
        network.Node("ReduceMean", "last", "flat", ("axes", new long[] { 1 }), ("keepdims", 0)).Weight("head", Width, 5)
            .Node("MatMul", "flat head", "logits").Output("logits");

        var model = _models.Load(network, "einops");

        Assert.Equal(new TokenGrid(4, 4, 0), model.Manifest.TokenGrid);
        Assert.Equal(4, model.DefaultLayer.Field!.Stride);
    }

    private static NetworkBuilder Tokens(int special)
    {
        var network = new NetworkBuilder().Input("image", 1, 1, 3, 16, 16).Weight("patch", Width, 3, 4, 4).Longs("rows", 1, Width, Patches)
            .Node("Conv", "image patch", "patches", ("strides", new long[] { 4, 4 }))
            .Node("Reshape", "patches rows", "channels.first")
            .Node("Transpose", "channels.first", special == 0 ? "tokens" : "sequence", ("perm", new long[] { 0, 2, 1 }));
        return special == 0 ? network : network.Weight("special", 1, special, Width)
            .Node("Concat", "special sequence", "tokens", ("axis", 1));
    }

    /// <summary>x + attention(norm(x)).</summary>
    private static void Block(NetworkBuilder network, string input, string output, Action<NetworkBuilder, string, string> normalize)
    {
        normalize(network, input, $"{output}.norm");
        Attend(network, $"{output}.norm", $"{output}.attended");
        network.Node("Add", $"{input} {output}.attended", output);
    }

    private static void Attend(NetworkBuilder network, string input, string output)
    {
        foreach (var part in new[] { "q", "k", "v" })
            network.Weight($"{output}.{part}w", Width, Width).Node("MatMul", $"{input} {output}.{part}w", $"{output}.{part}");
        network.Node("Transpose", $"{output}.k", $"{output}.kt", ("perm", new long[] { 0, 2, 1 }))
            .Node("MatMul", $"{output}.q {output}.kt", $"{output}.products")
                .Node("Softmax", $"{output}.products", $"{output}.shares", ("axis", -1))
            .Node("MatMul", $"{output}.shares {output}.v", output);
    }

    private static void LayerNorm(NetworkBuilder network, string input, string output) => network
        .Weight($"{output}.scale", Width).Weight($"{output}.shift", Width)
        .Node("LayerNormalization", $"{input} {output}.scale {output}.shift", output, ("axis", -1));

    private static void Arithmetic(NetworkBuilder network, string input, string output) => network
        .Weight($"{output}.scale", Width).Weight($"{output}.shift", Width).Floats($"{output}.two", [2]).Floats($"{output}.small", [1e-6f])
        .Node("ReduceMean", input, $"{output}.mean", ("axes", new long[] { -1 })).Node("Sub", $"{input} {output}.mean", $"{output}.centred")
        .Node("Pow", $"{output}.centred {output}.two", $"{output}.squares")
            .Node("ReduceMean", $"{output}.squares", $"{output}.variance", ("axes", new long[] { -1 }))
        .Node("Add", $"{output}.variance {output}.small", $"{output}.positive").Node("Sqrt", $"{output}.positive", $"{output}.deviation")
        .Node("Div", $"{output}.centred {output}.deviation", $"{output}.unit")
            .Node("Mul", $"{output}.unit {output}.scale", $"{output}.scaled")
        .Node("Add", $"{output}.scaled {output}.shift", output);

    private static void ReadClassToken(NetworkBuilder network)
    {
        network.Graph.Initializer.Add(NetworkBuilder.Tensor("first", 7, [], BitConverter.GetBytes(0L)));
        network.Node("Gather", "last first", "class", ("axis", 1)).Weight("head", Width, 5).Node("MatMul", "class head", "logits")
            .Output("logits");
    }
}
