using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Analysis;

/// <summary>What each axis runs over, followed from an image <c>[1, 3, 16, 16]</c> to maps of 4 × 4 and tokens of them.</summary>
public sealed class AxisTrackingTests
{
    // Of the network below: tensors and the roles of their axes, by their first letters, P for rows and columns as one.
    [Theory]
    [InlineData("patches", "BCRO", null)]
    [InlineData("flat", "BCP", 0)]
    [InlineData("tokens", "BPC", 0)]
    [InlineData("all", "BPC", 1)]
    [InlineData("projected", "BPC", 1)]
    [InlineData("without", "BPC", 0)]
    [InlineData("back", "BCRO", null)]
    [InlineData("class", "BC", null)]
    [InlineData("mean", "BC", null)]
    public void Patches_become_tokens_and_maps_again(string name, string roles, int? skip)
    {
        using var sketch = new Sketch().Conv("image", "patches", 3, 8, kernel: 5, stride: 4)
            .Constant("merged", Longs(1, 8, 16)).Node("Reshape", "patches merged", "flat")
            .Node("Transpose", "flat", "tokens", ("perm", new long[] { 0, 2, 1 }))
            .Weight("token", 1, 1, 8).Node("Concat", "token tokens", "all", ("axis", 1))
            .Weight("w", 8, 8).Node("MatMul", "all w", "projected")
            .Constant("one", Longs(1)).Constant("end", Longs(17)).Node("Slice", "projected one end one", "without")
            .Node("Transpose", "without", "turned", ("perm", new long[] { 0, 2, 1 })).Constant("map", Longs(1, 8, 4, 4))
            .Node("Reshape", "turned map", "back").Node("ReduceMean", "back", "mean", ("axes", new long[] { 2, 3 }), ("keepdims", 0))
            .Constant("zero", tensor(0L)).Node("Gather", "projected zero", "class", ("axis", 1))
            .Node("Add", "class mean", "y").Output("y");

        var axes = sketch.Axes().Of(name)!;

        Assert.Equal(roles, Letters(axes));
        Assert.Equal(skip, axes.Patches?.Skip);
        Assert.True(axes.Patches is null or { Height: 4, Width: 4 });
    }

    [Fact]
    public void A_transpose_puts_channels_last_and_first()
    {
        using var sketch = new Sketch(1, 16, 16, 3).Node("Transpose", "image", "first", ("perm", new long[] { 0, 3, 1, 2 }))
            .Conv("first", "a", 3, 4)
            .Node("Transpose", "a", "last", ("perm", new long[] { 0, 2, 3, 1 })).Weight("w", 4, 4).Node("MatMul", "last w", "y")
            .Output("y");

        var axes = sketch.Axes(isChannelsLast: true);

        Assert.Equal(TensorAxes.Nchw.Roles, axes.Of("first")!.Roles);
        Assert.Equal(TensorAxes.Nhwc.Roles, axes.Of("last")!.Roles);
        Assert.Equal(new SpatialLayout(SpatialForm.ChannelsLast, 16, 16), axes.Of("y")!.LayoutOf([1, 16, 16, 4]));
    }

    [Fact]
    public void A_reshape_that_mixes_channels_and_rows_loses_their_meaning()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4).Constant("mixed", Longs(1, 64, 16)).Node("Reshape", "a mixed", "y")
            .Output("y");

        Assert.Equal("BOO", Letters(sketch.Axes().Of("y")!).Replace('C', 'O'));
        Assert.Null(sketch.Axes().Of("y")!.LayoutOf([1, 64, 16]));
    }

    private static Tensor Longs(params long[] values) => tensor(values, ScalarType.Int64);

    // Columns are O, so that the batch's class is not both.
    private static string Letters(TensorAxes axes) =>
        string.Concat(axes.Roles.Select(role => role == AxisRole.Column ? 'O' : role.ToString()[0]));
}
