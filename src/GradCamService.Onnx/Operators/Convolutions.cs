using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace GradCamService.Onnx.Operators;

/// <summary>Convolutions over one to three spatial axes.</summary>
internal static class Convolutions
{
    private const Trait Windowed = Trait.Learns | Trait.ChannelsFirst | Trait.Window;

    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Conv", 1)] = new(call => Convolve(call, call[0], call[1], call.Optional(2)), Windowed | Trait.Convolves | Trait.FreshMemory | Trait.FreshGradients),
        [new("ConvInteger", 10)] = new(ConvInteger, Windowed),
        [new("DeformConv", 19)] = new(DeformConv, Trait.Learns | Trait.ChannelsFirst | Trait.SeesAll),
    };

    // Up to here, as in depthwise convolutions and on colours, a kernel one larger costs less than a padded copy of the input.
    private const int MostChannelsToWiden = 4;

    /// <summary>
    /// The convolution that the node's attributes describe, of an input <c>[N, C, spatial…]</c> and weights <c>[M, C / groups, kernel…]</c>.
    /// </summary>
    public static Tensor Convolve(OperatorCall call, Tensor input, Tensor weight, Tensor? bias)
    {
        var kernel = weight.shape[2..];
        var window = Window.Of(call, kernel, input.shape[2..]);
        var padding = window.Begin;
        if (!window.IsSymmetric && window.CanWiden && weight.shape[1] <= MostChannelsToWiden)
        {
            weight = pad(weight, window.TorchWidening);
            padding = window.WidenedPads;
        }
        else if (!window.IsSymmetric)
        {
            SizeLimits.Check(call, window.PaddedShape(input.shape));
            input = pad(input, window.TorchPads);
            padding = new long[kernel.Length];
        }
        var groups = call.Attributes.Int("group", 1);
        return kernel.Length switch
        {
            1 => conv1d(input, weight, bias, window.Strides[0], padding[0], window.Dilations[0], groups),
            2 => conv2d(input, weight, bias, window.Strides, padding, window.Dilations, groups),
            3 => conv3d(input, weight, bias, window.Strides, padding, window.Dilations, groups),
            var rank => throw call.Error($"convolutions over {rank} axes are not supported"),
        };
    }

    [Note(Quantization.StraightThrough)]
    private static Outputs ConvInteger(OperatorCall call)
    {
        // In double: 2^53 holds any sum of products of bytes, float32's 2^24 does not.
        var input = Quantization.Centered(call, call[0], call.Optional(2), 1, ScalarType.Float64);
        var weight = Quantization.Centered(call, call[1], call.Optional(3), 0, input.dtype);
        return Quantization.Held(Convolve(call, input, weight, null), ScalarType.Int32);
    }

    [Note("two spatial axes")]
    private static Outputs DeformConv(OperatorCall call)
    {
        var (input, weight, offsets, bias, mask) = (call[0], call[1], call[2], call.Optional(3), call.Optional(4));
        if (input.dim() != 4)
            throw call.Error($"deformable convolutions over {input.dim() - 2} axes are not supported");
        var window = Window.Of(call, call.Attributes.Ints("kernel_shape") ?? weight.shape[2..], input.shape[2..]);
        var groups = call.Attributes.Int("group", 1);
        var columns = DeformableSampling.Columns(input, offsets, mask, window, call.Attributes.Int("offset_group", 1));
        // [N, groups, C/groups · taps, positions] under [groups, M/groups, C/groups · taps].
        var (batch, positions) = (input.shape[0], offsets.shape[2..]);
        var grouped = columns.reshape(batch, groups, -1, positions[0] * positions[1]);
        var output = weight.reshape(groups, weight.shape[0] / groups, -1).Product(grouped).reshape([batch, weight.shape[0], .. positions]);
        return bias is null ? output : output.Plus(bias.reshape(1, -1, 1, 1));
    }
}
