using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace GradCamService.Onnx.Operators;

/// <summary>Normalizations over channels, groups and layers, as at inference.</summary>
internal static class Normalizations
{
    private const Trait Stored = Trait.NormalizesBatch | Trait.ChannelsFirst | Trait.FreshMemory | Trait.Bends;
    private const Trait OverMap = Trait.ChannelsFirst | Trait.SeesAll | Trait.Bends;
    private const Trait OverFeatures = Trait.NormalizesFeatures | Trait.MixesAxes | Trait.LastAxisByDefault | Trait.Bends;

    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("BatchNormalization", 1)] = new(BatchNormalization, Stored),
        [new("BatchNormalization", 7)] = new(BatchNormalization, Stored),
        [new("BatchNormalization", 9)] = new(BatchNormalization, Stored),
        [new("BatchNormalization", 14)] = new(BatchNormalization, Stored),
        [new("GroupNormalization", 18)] = new(call => GroupNormalization(call, PerGroup(call, call[1]), PerGroup(call, call[2])), OverMap),
        [new("GroupNormalization", 21)] = new(call => GroupNormalization(call, call[1], call[2]), OverMap),
        [new("InstanceNormalization", 6)] = new(
            call => instance_norm(call[0], weight: call[1], bias: call[2], eps: Epsilon(call)), OverMap),
        // ONNX Runtime's of before version 17, which is the same.
        [new("LayerNormalization", 1)] = new(LayerNormalization, OverFeatures),
        [new("LayerNormalization", 17)] = new(LayerNormalization, OverFeatures),
        [new("RMSNormalization", 23)] = new(RmsNormalization, OverFeatures),
        [new("SimplifiedLayerNormalization", 1)] = new(SimplifiedLayerNormalization, OverFeatures),
    };

    [Note("at inference")]
    private static Outputs BatchNormalization(OperatorCall call)
    {
        if (call.Attributes.Int("training_mode", 0) != 0)
            throw call.Error("batch normalization in training mode is not supported: it mixes the images of a batch");
        if (call.Attributes.Int("spatial", 1) == 0)
            return ((call[0] - call[3]) * call[4].Plus(Epsilon(call)).rsqrt() * call[1]).Plus(call[2]);
        return batch_norm(call[0], call[3], call[4], call[1], call[2], eps: Epsilon(call));
    }

    private static Tensor GroupNormalization(OperatorCall call, Tensor scale, Tensor bias) =>
        group_norm(call[0], call.Attributes.RequiredInt("num_groups"), scale, bias, Epsilon(call));

    /// <summary>Version 18 has one scale and bias a group; libtorch has one a channel.</summary>
    private static Tensor PerGroup(OperatorCall call, Tensor parameter)
    {
        var groups = call.Attributes.RequiredInt("num_groups");
        return groups > 0 && call[0].shape[1] % groups == 0
            ? parameter.repeat_interleave(call[0].shape[1] / groups)
            : throw call.Error($"{call[0].shape[1]} channels do not fall into {groups} groups");
    }

    private static Outputs LayerNormalization(OperatorCall call)
    {
        var (input, scale, bias) = (call[0], call[1], call.Optional(2));
        var axis = (int)Axes.Normalize(call, call.Attributes.Int("axis", -1), input.dim());
        var shape = input.shape[axis..];
        var output = layer_norm(input, shape, scale.expand(shape), bias?.expand(shape), Epsilon(call));
        if (call.Node.Outputs.Count < 2)
            return output;
        var numbers = input.to(Wide(input));
        var axes = AxesFrom(axis, input);
        var mean = numbers.mean(axes, keepdim: true);
        return new[] { output, mean, (numbers - mean).Squared().mean(axes, keepdim: true).Plus(Epsilon(call)).rsqrt() };
    }

    private static Outputs RmsNormalization(OperatorCall call) => RootMeanSquare(call).Normalized;

    // ONNX Runtime's name for it, with 1 / root mean square as second output.
    private static Outputs SimplifiedLayerNormalization(OperatorCall call)
    {
        var (normalized, inverse) = RootMeanSquare(call);
        return call.Node.Outputs.Count < 2 ? normalized : new[] { normalized, inverse };
    }

    private static (Tensor Normalized, Tensor Inverse) RootMeanSquare(OperatorCall call)
    {
        var input = call[0];
        var axis = (int)Axes.Normalize(call, call.Attributes.Int("axis", -1), input.dim());
        var numbers = input.to(Wide(input));
        var inverse = numbers.Squared().mean(AxesFrom(axis, input), keepdim: true).Plus(Epsilon(call)).rsqrt();
        return ((numbers * inverse).to(input.dtype) * call[1], inverse);
    }

    private static long[] AxesFrom(int axis, Tensor input) => Axes.All(input.dim())[axis..];

    /// <summary>Sums of squares need more range than float16 has.</summary>
    private static ScalarType Wide(Tensor input) => input.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;

    private static double Epsilon(OperatorCall call) => call.Attributes.Float("epsilon", 1e-5f);
}
