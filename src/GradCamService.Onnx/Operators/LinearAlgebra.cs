using GradCamService.Onnx.Operators.Gradients;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Matrix products and what belongs to them.</summary>
internal static class LinearAlgebra
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Det", 11)] = new(call => linalg.det(call[0])),
        [new("Einsum", 12)] = new(Einsum, Trait.Learns | Trait.LosesAxes | Trait.SeesAll),
        [new("Gemm", 7)] = new(Gemm, Trait.Learns | Trait.MultipliesMatrices | Trait.FreshMemory | Trait.FreshGradients),
        [new("MatMul", 1)] = new(call => Product(call, call[0], call[1]), Trait.Learns | Trait.MultipliesMatrices),
        [new("MatMulInteger", 10)] = new(MatMulInteger, Trait.Learns | Trait.MultipliesIntegers),
    };

    public static Outputs Gemm(OperatorCall call)
    {
        var a = call.Attributes.Int("transA", 0) != 0 ? call[0].t() : call[0];
        var b = call.Attributes.Int("transB", 0) != 0 ? call[1].t() : call[1];
        var alpha = call.Attributes.Float("alpha", 1);
        var beta = call.Attributes.Float("beta", 1);
        SizeLimits.Check(call, a.shape[0], b.shape[^1]);
        var isRow = alpha == 1 && call.Attributes.Int("transB", 0) != 0 && !call.Run.IsTwiceDifferentiable && DenseRow.Fits(a, call[1]);
        return isRow ? DenseRow.Of(a, new(call.Run, call[1], Compute)) : Compute(a);

        Tensor Compute(Tensor a) => call.Optional(2) is not { } c ? Scaled(a.mm(b), alpha)
            : a.is_floating_point() ? addmm(c, a, b, beta, alpha)
            : Scaled(a.mm(b), alpha).Plus(Scaled(c, beta));
    }

    private static Tensor Scaled(Tensor tensor, float factor) => factor == 1 ? tensor : tensor.Times(factor).to(tensor.dtype);

    /// <summary>A matrix product whose size is checked before it is made.</summary>
    public static Tensor Product(OperatorCall call, Tensor a, Tensor b)
    {
        if (a.dim() > 1 && b.dim() > 1)
            SizeLimits.Check(call, [.. Broadcasting.Shape(call, a.shape[..^2], b.shape[..^2]), a.shape[^2], b.shape[^1]]);
        return a.Product(b);
    }

    private static Outputs Einsum(OperatorCall call)
    {
        var equation = (call.Attributes.Text("equation") ?? throw call.Error("attribute 'equation' is required")).Replace(" ", "");
        CheckSize(call, equation);
        return einsum(equation, call.All);
    }

    /// <summary>An outer product of few letters may be huge: the sizes of all letters of the result, as far as they are named.</summary>
    private static void CheckSize(OperatorCall call, string equation)
    {
        var sides = equation.Split("->");
        var sizes = new Dictionary<char, long>();
        foreach (var (term, tensor) in sides[0].Split(',').Zip(call.All))
            if (!term.Contains('.') && term.Length == tensor.dim())
                for (var i = 0; i < term.Length; i++)
                    sizes[term[i]] = Math.Max(sizes.GetValueOrDefault(term[i], 1), tensor.shape[i]);
        var result = sides.Length > 1 ? sides[1] : string.Concat(sizes.Keys.Where(letter => sides[0].Count(other => other == letter) == 1));
        SizeLimits.Check(call, [.. result.Select(letter => sizes.GetValueOrDefault(letter, 1))]);
    }

    [Note(Quantization.StraightThrough)]
    private static Outputs MatMulInteger(OperatorCall call)
    {
        // In double: 2^53 holds any sum of products of bytes, float32's 2^24 does not.
        var a = Quantization.Centered(call, call[0], call.Optional(2), -2, ScalarType.Float64);
        var b = Quantization.Centered(call, call[1], call.Optional(3), -1, a.dtype);
        return Quantization.Held(Product(call, a, b), ScalarType.Int32);
    }
}
