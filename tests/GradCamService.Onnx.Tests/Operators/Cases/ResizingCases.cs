using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class ResizingCases
{
    private static readonly string[] Coordinates = ["half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners",
        "asymmetric"];

    private static readonly string[] Roundings = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"];

    private static Tensor Image => Sample.Normal(1, 2, 3, 6, 5);

    private static Tensor Scales(params float[] scales) => tensor(scales);

    public static IEnumerable<OperatorCase> All =>
    [
        .. Coordinates.SelectMany(mode => Roundings.Select(rounding =>
            Sized($"nearest, {mode}, {rounding}", [2, 3, 9, 4], ("coordinate_transformation_mode", mode), ("nearest_mode", rounding)))),
        .. Coordinates.SelectMany(mode => new[] { "linear", "cubic" }.SelectMany(kernel => new[]
        {
            Sized($"{kernel}, {mode}, sizes", [2, 3, 9, 4], ("coordinate_transformation_mode", mode), ("mode", kernel)),
            Sized($"{kernel}, {mode}, one row", [2, 3, 1, 7], ("coordinate_transformation_mode", mode), ("mode", kernel)),
            Scaled($"{kernel}, {mode}, scales", 19, [1, 1, 1.5f, 2.2f], ("coordinate_transformation_mode", mode), ("mode", kernel)),
        })),
        .. new[] { "linear", "cubic" }.Select(kernel =>
            Sized($"{kernel}, antialias", [2, 3, 2, 7], ("mode", kernel), ("antialias", 1))),
        .. new[] { "linear", "cubic" }.Select(kernel =>
            Sized($"{kernel}, antialias without what is outside", [2, 3, 2, 3], ("mode", kernel), ("antialias", 1),
                ("exclude_outside", 1))),
        Sized("cubic, another kernel without what is outside", [2, 3, 9, 4], ("mode", "cubic"), ("cubic_coeff_a", -0.5f),
            ("exclude_outside", 1)),
        Of("Resize", 11, "half pixels of TensorFlow", [Image, tensor(Array.Empty<float>()), tensor(Array.Empty<float>()),
            Sample.Longs(2, 3, 4, 9)],
            ("coordinate_transformation_mode", "tf_half_pixel_for_nn"), ("nearest_mode", "floor")),
        .. new[] { "nearest", "linear", "cubic" }.Select(kernel => Of("Resize", 13, $"crop, {kernel}",
            [Image, tensor(new[] { 0f, 0, 0.1f, -0.2f, 1, 1, 0.8f, 1.3f }), null, Sample.Longs(2, 3, 4, 6)],
            ("coordinate_transformation_mode", "tf_crop_and_resize"), ("mode", kernel),
                ("extrapolation_value", 3f)) with { FixedInputs = [1] }),
        Of("Resize", 18, "axes", [Image, null, null, Sample.Longs(9, 8)], ("axes", new[] { 3L, 2 }), ("mode", "linear")),
        Of("Resize", 18, "not larger", [Image, null, null, Sample.Longs(9, 20)], ("axes", new[] { 2L, 3 }), ("mode", "linear"),
            ("keep_aspect_ratio_policy", "not_larger")),
        Of("Resize", 18, "not smaller", [Image, null, null, Sample.Longs(9, 20)], ("axes", new[] { 2L, 3 }),
            ("keep_aspect_ratio_policy", "not_smaller")),
        Of("Resize", 19, "channels last", [Sample.Normal(2, 2, 6, 5, 3), null, Scales(1, 2, 2, 1)],
            ("mode", "linear")) with { FixedInputs = [1, 2] },
        Of("Resize", 19, "1-d", [Sample.Normal(3, 2, 3, 6), null, null, Sample.Longs(2, 3, 11)], ("mode", "linear")),
        Of("Resize", 19, "3-d", [Sample.Normal(4, 1, 2, 3, 4, 3), null, null, Sample.Longs(1, 2, 5, 3, 6)], ("mode", "linear")),
        Scaled("twice, nearest", 13, [1, 1, 2, 2], ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")),
        Of("Resize", 10, "nearest", [Image, Scales(1, 1, 2, 0.6f)]) with { FixedInputs = [1] },
        Of("Resize", 10, "linear", [Image, Scales(1, 1, 2, 1.7f)], ("mode", "linear")) with { FixedInputs = [1, 2] },
        Of("Upsample", 7, "nearest", [Image], ("scales", new[] { 1f, 1, 2, 3 }), ("mode", "nearest")),
        Of("Upsample", 7, "linear", [Image], ("scales", new[] { 1f, 1, 2, 1.5f }), ("mode", "linear")),
        Of("Upsample", 9, "linear", [Image, Scales(1, 1, 2, 2)], ("mode", "linear")) with { FixedInputs = [1, 2] },
    ];

    private static OperatorCase Sized(string variant, long[] sizes, params (string Name, object Value)[] attributes) =>
        Of("Resize", 19, variant, [Image, null, null, Sample.Longs(sizes)], attributes);

    // The scales are an input with a fraction, but no gradient reaches them.
    private static OperatorCase Scaled(string variant, int opset, float[] scales, params (string Name, object Value)[] attributes) =>
        Of("Resize", opset, variant, [Image, opset > 11 ? null : tensor(Array.Empty<float>()), Scales(scales)],
            attributes) with
        { FixedInputs = [1, 2] };
}
