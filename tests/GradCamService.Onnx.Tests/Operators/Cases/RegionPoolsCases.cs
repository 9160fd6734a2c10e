using GradCamService.Onnx.Tests.Testing;
using static GradCamService.Onnx.Tests.Operators.OperatorCase;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators.Cases;

internal static class RegionPoolsCases
{
    private static Tensor Map => Sample.Normal(1, 2, 3, 6, 7);

    private static Tensor Regions => tensor(new[] { 0f, 0, 5, 4, 1.3f, 2.2f, 9.7f, 11, 4, 4, 4.5f, 4.2f, -3, -2, 3, 20 }, 4, 4);

    private static Tensor Images => Sample.Longs(0, 1, 1, 0);

    public static IEnumerable<OperatorCase> All =>
    [
        .. new[] { "avg", "max" }.SelectMany(mode => new[]
        {
            Region(10, mode, ("sampling_ratio", 2), ("mode", mode)),
            Region(16, $"{mode}, half a pixel", ("sampling_ratio", 2), ("mode", mode)),
            Region(16, $"{mode}, no half pixel", ("sampling_ratio", 3), ("mode", mode),
                ("coordinate_transformation_mode", "output_half_pixel")),
        }),
        Region(16, "a sample a pixel", ("sampling_ratio", 0)),
        Of("MaxRoiPool", 7, "", [Map, tensor(new[] { 0f, 0, 0, 5, 4, 1, 1, 2, 9, 11, 1, 4, 4, 4, 4 }, 3, 5)],
            ("pooled_shape", new[] { 2L, 3 }), ("spatial_scale", 0.5f)) with { FixedInputs = [1] },
    ];

    private static OperatorCase Region(int opset, string variant, params (string Name, object Value)[] attributes) =>
        Of("RoiAlign", opset, variant, [Map, Regions, Images], [.. attributes, ("output_height", 2), ("output_width", 3),
            ("spatial_scale", 0.6f)]) with
        { FixedInputs = [1] };
}
