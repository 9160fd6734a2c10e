namespace GradCamService.Onnx;

/// <summary>
/// The function that an operator computes, for those who read what exporters write out as arithmetic. It stands in the operator's line of the
/// table, beside its traits.
/// </summary>
internal enum Function
{
    /// <summary>None of these.</summary>
    None,

    /// <summary>a + b.</summary>
    Add,

    /// <summary>a − b.</summary>
    Subtract,

    /// <summary>a · b, element by element.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>−x.</summary>
    Negate,

    /// <summary>1 / x.</summary>
    Reciprocal,

    /// <summary>a to the power of b.</summary>
    Power,

    /// <summary>√x.</summary>
    Root,

    /// <summary>eˣ.</summary>
    Exponential,

    /// <summary>ln x.</summary>
    Logarithm,

    /// <summary>max(a, b, …), element by element.</summary>
    Larger,

    /// <summary>min(a, b, …), element by element.</summary>
    Smaller,

    /// <summary>a + b + …</summary>
    Sum,

    /// <summary>The mean of a, b, …</summary>
    Mean,

    /// <summary>The nearest whole number.</summary>
    Round,

    /// <summary>min(max(x, low), high), bounds as attributes or as inputs 1 and 2.</summary>
    Clip,

    /// <summary>max(x, 0).</summary>
    Rectifier,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>The error function.</summary>
    Erf,

    /// <summary>x / (1 + |x|).</summary>
    Softsign,

    /// <summary>ln(1 + eˣ).</summary>
    Softplus,

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>min(max(αx + β, 0), 1).</summary>
    HardSigmoid,

    /// <summary>Shares over an axis.</summary>
    Softmax,

    /// <summary>Logarithms of shares over an axis.</summary>
    LogSoftmax,

    /// <summary>The sum over axes.</summary>
    SumOver,

    /// <summary>The mean over axes.</summary>
    MeanOver,

    /// <summary>The largest over axes.</summary>
    LargestOver,

    /// <summary>The sum of absolute values over axes.</summary>
    AbsoluteSumOver,

    /// <summary>ln Σ eˣ over axes.</summary>
    LogSumExpOver,

    /// <summary>Numbers to whole ones with a scale.</summary>
    Quantize,

    /// <summary>The way back.</summary>
    Dequantize,
}
