using static TorchSharp.torch.nn.functional;

namespace GradCamService.Onnx.Operators;

/// <summary>Convolutions over one to three spatial axes.</summary>
internal static class Convolutions
{
    public static readonly Dictionary<OperatorKey, Operator> Operators = new()
    {
        [new("Conv", 1)] = Conv,
    };

    private static Outputs Conv(OperatorCall call)
    {
        var (input, weight, bias) = (call[0], call[1], call.Optional(2));
        var kernel = weight.shape[2..];
        var window = Window.Of(call, kernel, input.shape[2..]);
        var padding = window.Begin;
        if (!window.IsSymmetric)
        {
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
}
