namespace GradCamService.Onnx.Operators;

/// <summary>Element by element, with ONNX's (NumPy's) broadcasting.</summary>
internal static class Elementwise
{
    public static readonly Dictionary<OperatorKey, Operator> Operators = new()
    {
        [new("Add", 7)] = call => call[0] + call[1],
        [new("Mul", 7)] = call => call[0] * call[1],
        [new("Sub", 7)] = call => call[0] - call[1],
    };
}
