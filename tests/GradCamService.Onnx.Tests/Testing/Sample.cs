using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>Inputs of tests: the same numbers for the same seed, on every machine and thread.</summary>
internal static class Sample
{
    /// <summary>float32 numbers of the standard normal distribution.</summary>
    public static Tensor Normal(int seed, params long[] shape) => Fill(seed, shape, NextNormal);

    /// <summary>float32 numbers between two bounds.</summary>
    public static Tensor Uniform(int seed, double low, double high, params long[] shape) =>
        Fill(seed, shape, random => low + (high - low) * random.NextDouble());

    /// <summary>int64 numbers from low up to and without high.</summary>
    public static Tensor Integers(int seed, long low, long high, params long[] shape)
    {
        var random = new Random(seed);
        return tensor(Many(shape, () => random.NextInt64(low, high)), shape);
    }

    /// <summary>bool, both with probability one half.</summary>
    public static Tensor Bools(int seed, params long[] shape) => Integers(seed, 0, 2, shape).to(ScalarType.Bool);

    /// <summary>A one-dimensional int64 tensor: a shape, axes, indices.</summary>
    public static Tensor Longs(params long[] values) => tensor(values, ScalarType.Int64);

    // Box and Muller.
    private static double NextNormal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static Tensor Fill(int seed, long[] shape, Func<Random, double> next)
    {
        var random = new Random(seed);
        return tensor(Many(shape, () => (float)next(random)), shape);
    }

    private static T[] Many<T>(long[] shape, Func<T> next)
    {
        var values = new T[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = next();
        return values;
    }
}
