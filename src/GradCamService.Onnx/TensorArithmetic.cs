using TorchSharp;
using static TorchSharp.torch;

namespace GradCamService.Onnx;

/// <summary>
/// What TorchSharp's operators do, by the same calls, with scalars that live until the call is over: see <see cref="Numbers"/>. A sum needs one more,
/// the factor of what is added, even of two tensors. Differences, products and quotients of two tensors need none: they are written with operators.
/// </summary>
public static class TensorArithmetic
{
    private static readonly Scalar One = Numbers.Of(1);
    private static readonly Scalar Two = Numbers.Of(2);

    public static Tensor Plus(this Tensor tensor, Tensor other) => tensor.add(other, One);

    public static Tensor Plus(this Tensor tensor, long number)
    {
        using var scalar = Numbers.New(number);
        return tensor.add(scalar, One);
    }

    public static Tensor Plus(this Tensor tensor, double number)
    {
        using var scalar = Numbers.New(number);
        return tensor.add(scalar, One);
    }

    public static Tensor Minus(this Tensor tensor, long number)
    {
        using var scalar = Numbers.New(number);
        return tensor.sub(scalar);
    }

    public static Tensor Minus(this Tensor tensor, double number)
    {
        using var scalar = Numbers.New(number);
        return tensor.sub(scalar);
    }

    /// <summary>number − tensor.</summary>
    public static Tensor SubtractedFrom(this Tensor tensor, long number) => tensor.negative().Plus(number);

    /// <summary>number − tensor.</summary>
    public static Tensor SubtractedFrom(this Tensor tensor, double number) => tensor.negative().Plus(number);

    public static Tensor Times(this Tensor tensor, long number)
    {
        using var scalar = Numbers.New(number);
        return tensor.mul(scalar);
    }

    public static Tensor Times(this Tensor tensor, double number)
    {
        using var scalar = Numbers.New(number);
        return tensor.mul(scalar);
    }

    /// <summary>A quotient has a fraction, of integers too.</summary>
    public static Tensor Over(this Tensor tensor, long number)
    {
        using var scalar = Numbers.New(number);
        return tensor.div(scalar);
    }

    public static Tensor Over(this Tensor tensor, double number)
    {
        using var scalar = Numbers.New(number);
        return tensor.div(scalar);
    }

    public static Tensor Squared(this Tensor tensor) => tensor.pow(Two);

    public static Tensor ToThe(this Tensor tensor, double exponent)
    {
        using var scalar = Numbers.New(exponent);
        return tensor.pow(scalar);
    }

    /// <summary>Adds in place.</summary>
    public static Tensor Increase(this Tensor tensor, Tensor by) => tensor.add_(by, One);

    /// <summary>Adds in place.</summary>
    public static Tensor Increase(this Tensor tensor, long by)
    {
        using var scalar = Numbers.New(by);
        return tensor.add_(scalar, One);
    }
}
