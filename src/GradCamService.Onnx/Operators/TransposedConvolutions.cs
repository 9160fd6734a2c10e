using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace GradCamService.Onnx.Operators;

/// <summary>Transposed convolutions over one to three spatial axes.</summary>
internal static class TransposedConvolutions
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("ConvTranspose", 1)] = new(ConvTranspose, Trait.Learns | Trait.ChannelsFirst | Trait.TransposedWindow | Trait.AnySize),
    };

    private static Outputs ConvTranspose(OperatorCall call)
    {
        var (input, weight, bias) = (call[0], call[1], call.Optional(2));
        var spatial = input.shape[2..];
        var placing = Placing.Of(call, weight.shape[2..], spatial);
        SizeLimits.Check(call, [input.shape[0], weight.shape[1] * call.Attributes.Int("group", 1), .. placing.Natural]);
        if (placing.IsNative)
            return Transpose(call, input, weight, bias, placing, placing.Begin, placing.OutputPadding);
        // Everything the kernel touches, then cut or filled with zeros to the size that was asked for.
        var none = new long[spatial.Length];
        var whole = Transpose(call, input, weight, null, placing, none, none);
        SizeLimits.Check(call, [.. whole.shape[..2], .. placing.Output]);
        var behind = placing.Output.Select((size, axis) => size + placing.Begin[axis] - whole.shape[axis + 2]).ToArray();
        var cut = pad(whole, [.. Enumerable.Range(0, spatial.Length).Reverse().SelectMany(axis => new[] { -placing.Begin[axis], behind[axis] })]);
        return bias is null ? cut : cut.Plus(bias.reshape([-1, .. Enumerable.Repeat(1L, spatial.Length)]));
    }

    private static Tensor Transpose(
        OperatorCall call, Tensor input, Tensor weight, Tensor? bias, Placing placing, long[] padding, long[] extra)
    {
        var groups = call.Attributes.Int("group", 1);
        var (strides, dilations) = (placing.Strides, placing.Dilations);
        return strides.Length switch
        {
            1 => conv_transpose1d(input, weight, bias, strides[0], padding[0], extra[0], dilations[0], groups),
            2 => conv_transpose2d(input, weight, bias, strides, padding, extra, dilations, groups),
            3 => conv_transpose3d(input, weight, bias, strides, padding, extra, dilations, groups),
            var rank => throw call.Error($"transposed convolutions over {rank} axes are not supported"),
        };
    }

    /// <summary>Where the output lies in what the kernel touches; one number an axis.</summary>
    /// <param name="Strides">Steps between the kernel's places.</param>
    /// <param name="Dilations">Distances between its taps.</param>
    /// <param name="Natural">Sizes of all that the kernel touches.</param>
    /// <param name="Begin">How much is cut off before.</param>
    /// <param name="End">How much is cut off behind, before <paramref name="OutputPadding"/>.</param>
    /// <param name="OutputPadding">Zeros behind.</param>
    /// <param name="Output">Sizes of the output.</param>
    private sealed record Placing(
        long[] Strides, long[] Dilations, long[] Natural, long[] Begin, long[] End, long[] OutputPadding, long[] Output)
    {
        public bool IsNative => Begin.SequenceEqual(End) && Begin.All(size => size >= 0)
            && Enumerable.Range(0, Strides.Length).All(axis => OutputPadding[axis] < Math.Max(Strides[axis], Dilations[axis])
                && Output[axis] == Natural[axis] - Begin[axis] - End[axis] + OutputPadding[axis]);

        public static Placing Of(OperatorCall call, long[] kernel, long[] spatial)
        {
            var window = Window.Of(call, kernel, spatial);
            var extra = call.Attributes.Ints("output_padding") ?? new long[kernel.Length];
            var asked = call.Attributes.Ints("output_shape");
            if (extra.Length != kernel.Length || extra.Any(size => size < 0))
                throw call.Error($"output_padding {ShapeText.Of(extra)} are not {kernel.Length} sizes");
            if (asked is not null)
                asked = asked.Length >= kernel.Length && asked.All(size => size > 0) ? asked[^kernel.Length..]
                    : throw call.Error($"output_shape {ShapeText.Of(asked)} are not {kernel.Length} positive sizes");
            var auto = call.Attributes.Text("auto_pad", "NOTSET");
            if (auto.StartsWith("SAME", StringComparison.Ordinal))
                asked ??= [.. spatial.Select((size, axis) => size * window.Strides[axis])];
            var natural = spatial
                .Select((size, axis) => (size - 1) * window.Strides[axis] + window.Dilations[axis] * (kernel[axis] - 1) + 1)
                .ToArray();
            if (asked is null)
                return new Placing(window.Strides, window.Dilations, natural, window.Begin, window.End, extra,
                    [.. natural.Select((size, axis) => size - window.Begin[axis] - window.End[axis] + extra[axis])]);
            var cut = natural.Select((size, axis) => Math.Max(size + extra[axis] - asked[axis], 0)).ToArray();
            // The odd element goes behind for SAME_UPPER and before otherwise.
            var begin = cut.Select(size => auto == "SAME_UPPER" ? size / 2 : size - size / 2).ToArray();
            long[] end = [.. cut.Zip(begin, (all, before) => all - before)];
            return new Placing(window.Strides, window.Dilations, natural, begin, end, extra, asked);
        }
    }
}
