using GradCamService.Explain.Layers;
using GradCamService.Explain.Methods;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Methods;

[Collection(TorchCollection.Name)]
public sealed class LocalizationMapTests
{
    [Fact]
    public void The_map_is_the_sum_of_the_channels_weighted_by_their_mean_gradients()
    {
        using var scope = NewDisposeScope();
        // Channel 0 counts 0..15, channel 1 is the identity; mean gradients 8/16 = 0.5 and −32/16 = −2.
        float[] counting = [.. Enumerable.Range(0, 16).Select(i => (float)i)];
        float[] identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
        float[] left = [2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0];
        float[] corner = [-32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        var map = LocalizationMap.Of(
            tensor([.. counting, .. identity], [1, 2, 4, 4]), tensor([.. left, .. corner], [1, 2, 4, 4]), ChannelWeights.GradCam);

        Assert.Equal([1, 4, 4], map.shape);
        Assert.Equal(
            [-2, 0.5f, 1, 1.5f, 2, 0.5f, 3, 3.5f, 4, 4.5f, 3, 5.5f, 6, 6.5f, 7, 5.5f],
            map.data<float>().ToArray());
    }

    [Fact]
    public void Images_of_a_batch_have_their_own_weights()
    {
        using var scope = NewDisposeScope();

        // One channel of ones; mean gradients 1 and −3.
        var map = LocalizationMap.Of(ones(2, 1, 2, 2), tensor([1f, 1, 1, 1, -3, -3, -3, -3], [2, 1, 2, 2]), ChannelWeights.GradCam);

        Assert.Equal([1, 1, 1, 1, -3, -3, -3, -3], map.data<float>().ToArray());
    }

    [Fact]
    public void Tokens_lie_in_rows_and_the_class_token_neither_weighs_nor_shows()
    {
        using var scope = NewDisposeScope();
        // One class token and 2 × 2 patches of one channel; the class token's value and gradient would spoil any mean.
        var activations = tensor([1000f, 1, 2, 3, 4], [1, 5, 1]);
        var gradients = tensor([1000f, 1, 1, 3, 3], [1, 5, 1]);

        var layer = Tokens(2, 2, skip: 1);

        var map = LocalizationMap.Of(layer.AsGrid(activations), layer.AsGrid(gradients), ChannelWeights.GradCam);

        Assert.Equal([1, 2, 2], map.shape);
        Assert.Equal([2, 4, 6, 8], map.data<float>().ToArray());
    }

    [Fact]
    public void A_layer_that_has_no_place_in_the_image_is_refused_with_its_shape()
    {
        using var scope = NewDisposeScope();

        var flat = Assert.Throws<OnnxException>(() => Tokens(2, 2, 1).AsGrid(ones(1, 10)));
        var tokens = Assert.Throws<OnnxException>(() => Tokens(2, 2, 1).AsGrid(ones(1, 6, 3)));

        Assert.Contains("[1, 10]", flat.Message, StringComparison.Ordinal);
        Assert.Equal("the target layer has 6 tokens; its grid needs 1 + 2 × 2", tokens.Message);
    }

    [Fact]
    public void Weights_that_differ_from_position_to_position_weigh_each_by_itself()
    {
        using var scope = NewDisposeScope();
        // Two channels of 1 × 2 positions; each position is weighed by its own gradient.
        var map = LocalizationMap.Of(tensor([1f, 2, 3, 4], [1, 2, 1, 2]), tensor([10f, 20, 30, 40], [1, 2, 1, 2]), (_, gradients) => gradients);

        // 1 · 10 + 3 · 30 and 2 · 20 + 4 · 40.
        Assert.Equal([100, 200], map.data<float>().ToArray());
    }

    private static TargetLayer Tokens(int height, int width, int skip) =>
        new("tokens", [], true, new SpatialLayout(SpatialForm.Tokens, height, width, skip), null, true);
}
