using TorchSharp;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests;

public sealed class NumbersTests
{
    public static TheoryData<string> Kinds { get; } = [.. Pairs.Keys];

    // Each number as it is kept, and as TorchSharp itself converts it.
    private static Dictionary<string, (Scalar Kept, Scalar Converted)> Pairs => new()
    {
        ["bool"] = (Numbers.Of(true), true),
        ["byte"] = (Numbers.Of(byte.MaxValue), byte.MaxValue),
        ["sbyte"] = (Numbers.Of(sbyte.MinValue), sbyte.MinValue),
        ["short"] = (Numbers.Of(short.MinValue), short.MinValue),
        ["int"] = (Numbers.Of(int.MinValue), int.MinValue),
        ["long"] = (Numbers.Of(long.MaxValue), long.MaxValue),
        ["float"] = (Numbers.Of(0.1f), 0.1f),
        ["double"] = (Numbers.Of(0.1), 0.1),
        ["infinity"] = (Numbers.Of(float.NegativeInfinity), float.NegativeInfinity),
        ["new long"] = (Numbers.New(-3), -3),
        ["new double"] = (Numbers.New(0.1f), 0.1f),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_number_is_what_TorchSharp_makes_of_it(string kind)
    {
        using var scope = NewDisposeScope();
        var (kept, converted) = Pairs[kind];

        Assert.Equal(converted.Type, kept.Type);
        Assert.Equal(converted.ToDouble(), kept.ToDouble());
        if (converted.Type == ScalarType.Int64)
            Assert.Equal(converted.ToInt64(), kept.ToInt64());
        foreach (var type in new[] { ScalarType.Bool, ScalarType.Int64, ScalarType.Float32, ScalarType.Float64 })
        {
            // The result's type is that of the tensor and of the number's kind.
            var (one, other) = (ones(2, type).mul(kept), ones(2, type).mul(converted));
            Assert.Equal(other.dtype, one.dtype);
            Assert.Equal(other.bytes.ToArray(), one.bytes.ToArray());
        }
    }

    [Fact]
    public void A_number_is_kept_once()
    {
        Assert.Same(Numbers.Of(7), Numbers.Of(7L));
        Assert.Same(Numbers.Of(0.5f), Numbers.Of(0.5));
        Assert.Same(Numbers.Of(true), Numbers.Of(true));
        Assert.NotSame(Numbers.Of(1), Numbers.Of(1.0));
        Assert.NotSame(Numbers.New(7), Numbers.New(7));
    }

    [Fact]
    public void No_number_is_another()
    {
        Assert.Same(Numbers.Of(double.NaN), Numbers.Of(double.NaN));
        Assert.True(double.IsNaN(Numbers.Of(double.NaN).ToDouble()));
        Assert.True(double.IsNegative(Numbers.Of(-0.0).ToDouble()));
        Assert.False(double.IsNegative(Numbers.Of(0.0).ToDouble()));
    }

    [Fact]
    public void Numbers_below_a_count_are_a_range()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([0L, 1, 2], TensorValues.Longs(Numbers.Below(3, ScalarType.Int64)));
        Assert.Equal(ScalarType.Float32, Numbers.Below(3, ScalarType.Float32).dtype);
        Assert.Equal([0], Numbers.Below(0, ScalarType.Float64).shape);
    }
}
