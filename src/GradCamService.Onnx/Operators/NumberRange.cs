using TorchSharp;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>The lowest and the highest number of an element type; infinities where it has them.</summary>
internal static class NumberRange
{
    public static Scalar Lowest(ScalarType type) => type switch
    {
        ScalarType.Bool or ScalarType.Byte => 0,
        ScalarType.Int8 => sbyte.MinValue,
        ScalarType.Int16 => short.MinValue,
        ScalarType.Int32 => int.MinValue,
        ScalarType.Int64 => long.MinValue,
        _ => double.NegativeInfinity,
    };

    public static Scalar Highest(ScalarType type) => type switch
    {
        ScalarType.Bool => 1,
        ScalarType.Byte => byte.MaxValue,
        ScalarType.Int8 => sbyte.MaxValue,
        ScalarType.Int16 => short.MaxValue,
        ScalarType.Int32 => int.MaxValue,
        ScalarType.Int64 => long.MaxValue,
        _ => double.PositiveInfinity,
    };
}
