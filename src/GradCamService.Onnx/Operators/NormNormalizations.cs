using static TorchSharp.torch.nn.functional;

namespace GradCamService.Onnx.Operators;

/// <summary>Normalizations without learned parameters.</summary>
internal static class NormNormalizations
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("LRN", 1)] = new(LocalResponse, Trait.ChannelsFirst),
        [new("LpNormalization", 1)] = new(LpNormalization, Trait.MixesAxes | Trait.LastAxisByDefault | Trait.Bends),
        [new("MeanVarianceNormalization", 9)] = new(MeanVariance, Trait.SeesAll),
    };

    // ONNX's own constant for a variance of zero.
    private const double MeanVarianceEpsilon = 1e-9;

    // x / (k + α/n · Σ x²)^β over n channels. libtorch's own puts the odd channel of an even window on the other side.
    private static Outputs LocalResponse(OperatorCall call)
    {
        var input = call[0];
        var size = call.Attributes.RequiredInt("size");
        if (size <= 0 || input.dim() < 3)
            throw call.Error($"a window of {size} channels does not fit an input of {input.dim()} axes");
        SizeLimits.Check(call, [input.shape[0], input.shape[1] + size, .. input.shape[2..]]);
        var squares = pad(input.Squared().flatten(2).unsqueeze(1), [0, 0, (size - 1) / 2, size / 2]);
        var mean = avg_pool2d(squares, [size, 1], [1, 1]).reshape(input.shape);
        var scaled = mean.Times(call.Attributes.Float("alpha", 1e-4f)).Plus(call.Attributes.Float("bias", 1));
        return input / scaled.ToThe(call.Attributes.Float("beta", 0.75f));
    }

    private static Outputs LpNormalization(OperatorCall call)
    {
        var input = call[0];
        long[] axis = [Axes.Normalize(call, call.Attributes.Int("axis", -1), input.dim())];
        var norm = call.Attributes.Int("p", 2) switch
        {
            1 => input.abs().sum(axis, keepdim: true),
            // Not below the root's infinite derivative at zero; a vector of zeros stays one.
            2 => input.Squared().sum(axis, keepdim: true).clamp(min: Numbers.Of(float.Epsilon)).sqrt(),
            var p => throw call.Error($"p = {p} is not one of 1, 2"),
        };
        return input / norm.clamp(min: Numbers.Of(float.Epsilon));
    }

    private static Outputs MeanVariance(OperatorCall call)
    {
        var input = call[0];
        var axes = call.Attributes.Ints("axes") ?? [0, 2, 3];
        var centred = input - input.mean(axes, keepdim: true);
        var deviation = centred.Squared().mean(axes, keepdim: true).clamp(min: Numbers.Of(float.Epsilon)).sqrt();
        return centred / deviation.Plus(MeanVarianceEpsilon);
    }
}
