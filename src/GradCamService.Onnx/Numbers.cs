// The one place where numbers become scalars: here they are kept, or handed to a caller who disposes them.
#pragma warning disable RS0030
using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace GradCamService.Onnx;

/// <summary>
/// Numbers as libtorch takes them. TorchSharp 0.107 does not keep a <see cref="Scalar"/> alive during the native call that reads it: one that nobody holds may
/// be freed in the middle. So a scalar is kept for good, or the caller holds it until the call is over. Integers stay integers: types follow from that.
/// </summary>
public static class Numbers
{
    private static readonly ConcurrentDictionary<long, Scalar> Integers = new();

    // By their bits: 0 and −0 are two numbers, and NaN is one.
    private static readonly ConcurrentDictionary<long, Scalar> Fractions = new();

    private static readonly ConcurrentDictionary<bool, Scalar> Truths = new();

    /// <summary>A scalar that is kept for good: for numbers that code and networks name, not for those that photos or requests do.</summary>
    public static Scalar Of(long number) => Integers.GetOrAdd(number, static number => number.ToScalar());

    /// <inheritdoc cref="Of(long)"/>
    /// <remarks>libtorch's scalars hold fractions in double precision only, so a float's is its double's.</remarks>
    public static Scalar Of(double number) =>
        Fractions.GetOrAdd(BitConverter.DoubleToInt64Bits(number), static bits => BitConverter.Int64BitsToDouble(bits).ToScalar());

    /// <inheritdoc cref="Of(long)"/>
    public static Scalar Of(bool truth) => Truths.GetOrAdd(truth, static truth => truth.ToScalar());

    /// <summary>A scalar of any number: the caller disposes it after the call, and holds it until then by that.</summary>
    public static Scalar New(long number) => number.ToScalar();

    /// <inheritdoc cref="New(long)"/>
    public static Scalar New(double number) => number.ToScalar();

    /// <summary>0, 1, … below the count: <c>[count]</c>. (libtorch's arange of one number makes its first number and its step by itself.)</summary>
    public static Tensor Below(long count, ScalarType type, Device? device = null)
    {
        using var end = New(count);
        return arange(Of(0), end, Of(1), type, device);
    }
}
