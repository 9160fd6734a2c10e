using static System.FormattableString;

namespace GradCamService.Onnx.Operators;

/// <summary>Resizes along any axes.</summary>
internal static class Resizing
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Resize", 10)] = new(call => Scaled(call, Floats(call, 1), "simple"), Trait.Resizes | Trait.AnySize),
        [new("Resize", 11)] = new(Resize, Trait.Resizes | Trait.AnySize),
        [new("Resize", 18)] = new(Resize, Trait.Resizes | Trait.AnySize),
        [new("Upsample", 7)] = new(call => Scaled(call, call.Attributes.Floats("scales"), "floor"), Trait.Resizes | Trait.AnySize),
        [new("Upsample", 9)] = new(call => Scaled(call, Floats(call, 1), "floor"), Trait.Resizes | Trait.AnySize),
    };

    private static readonly string[] Modes = ["nearest", "linear", "cubic"];

    // Before version 11 there was one way to count coordinates.
    private static Outputs Scaled(OperatorCall call, float[]? scales, string rounding)
    {
        var mode = ModeOf(call);
        if (scales is null)
            throw call.Error("the scales are missing");
        var axes = call[0].shape.Select((size, axis) => Axis(call, size, scales.ElementAtOrDefault(axis), 0, 1)).ToArray();
        if (scales.Length != axes.Length)
            throw call.Error($"{scales.Length} scales for {axes.Length} axes");
        return Resample.Apply(call, axes, new ResizeKernel(mode, "asymmetric", rounding), 0);
    }

    private static Outputs Resize(OperatorCall call)
    {
        var attributes = call.Attributes;
        var kernel = new ResizeKernel(
            ModeOf(call),
            attributes.Text("coordinate_transformation_mode", "half_pixel"),
            attributes.Text("nearest_mode", "round_prefer_floor"),
            attributes.Float("cubic_coeff_a", -0.75f),
            attributes.Int("exclude_outside", 0) != 0,
            attributes.Int("antialias", 0) != 0);
        return Resample.Apply(call, AxesOf(call, kernel), kernel, attributes.Float("extrapolation_value", 0));
    }

    private static ResizeAxis[] AxesOf(OperatorCall call, ResizeKernel kernel)
    {
        var shape = call[0].shape;
        var named = (call.Attributes.Ints("axes") ?? Axes.All(shape.Length))
            .Select(axis => (int)Axes.Normalize(call, axis, shape.Length)).ToArray();
        var region = kernel.Coordinates == "tf_crop_and_resize"
            ? Floats(call, 1) ?? throw call.Error("input 1 is missing")
            : [.. named.Select(_ => 0f), .. named.Select(_ => 1f)];
        if (region.Length != 2 * named.Length)
            throw call.Error($"a region of {region.Length} numbers for {named.Length} axes");
        var scales = Floats(call, 2) is { Length: > 0 } given ? given : null;
        var sizes = scales is null ? call.Longs(3) : null;
        if ((scales?.Length ?? sizes!.Length) != named.Length)
            throw call.Error($"{scales?.Length ?? sizes!.Length} scales or sizes for {named.Length} axes");
        var axes = shape.Select(size => new ResizeAxis(size, size, 1, 0, 1)).ToArray();
        var kept = sizes is null ? null : KeptRatio(call, sizes, [.. named.Select(axis => shape[axis])]);
        for (var i = 0; i < named.Length; i++)
        {
            var (size, from, to) = (shape[named[i]], region[i], region[named.Length + i]);
            axes[named[i]] = scales is not null ? Axis(call, size, scales[i], from, to)
                : kept is { } scale ? new ResizeAxis(size, (long)Math.Floor(scale * size + 0.5), (float)scale, from, to)
                : new ResizeAxis(size, sizes![i], (float)sizes[i] / size, from, to);
        }
        return axes;
    }

    /// <summary>The one scale of all axes, where the node keeps the aspect ratio.</summary>
    private static double? KeptRatio(OperatorCall call, long[] sizes, long[] from) =>
        call.Attributes.Text("keep_aspect_ratio_policy", "stretch") switch
        {
            "stretch" => null,
            "not_larger" => sizes.Zip(from, (to, size) => (double)to / size).Min(),
            "not_smaller" => sizes.Zip(from, (to, size) => (double)to / size).Max(),
            var other => throw call.Error($"keep_aspect_ratio_policy '{other}' is not one of stretch, not_larger, not_smaller"),
        };

    private static ResizeAxis Axis(OperatorCall call, long size, float scale, float from, float to) => scale > 0 && float.IsFinite(scale)
        ? new ResizeAxis(size, (long)MathF.Floor(size * scale), scale, from, to)
        : throw call.Error(Invariant($"a scale of {scale} is not positive"));

    private static float[]? Floats(OperatorCall call, int index) => call.Optional(index) is not { } given ? null
        : given.is_floating_point() ? [.. call.Numbers(index).Select(number => (float)number)]
        : throw call.Error("scales and regions must be numbers with a fraction");

    private static string ModeOf(OperatorCall call)
    {
        var mode = call.Attributes.Text("mode", "nearest");
        return Modes.Contains(mode) ? mode : throw call.Error($"mode '{mode}' is not one of {string.Join(", ", Modes)}");
    }
}
