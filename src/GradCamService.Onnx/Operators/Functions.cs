namespace GradCamService.Onnx.Operators;

/// <summary>Functions of one number, element by element.</summary>
internal static class Functions
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Acos", 7)] = new(call => call[0].acos()),
        [new("Acosh", 9)] = new(call => call[0].acosh()),
        [new("Asin", 7)] = new(call => call[0].asin()),
        [new("Asinh", 9)] = new(call => call[0].asinh()),
        [new("Atan", 7)] = new(call => call[0].atan()),
        [new("Atanh", 9)] = new(call => call[0].atanh()),
        [new("Ceil", 6)] = new([NotDifferentiable] (call) => call[0].ceil()),
        [new("Cos", 7)] = new(call => call[0].cos()),
        [new("Cosh", 9)] = new(call => call[0].cosh()),
        [new("Erf", 9)] = new(call => call[0].erf(), Function: Function.Erf),
        [new("Exp", 6)] = new(call => call[0].exp(), Function: Function.Exponential),
        [new("Floor", 6)] = new([NotDifferentiable] (call) => call[0].floor(), Trait.KeepsValues),
        [new("Log", 6)] = new(call => call[0].log(), Function: Function.Logarithm),
        [new("Round", 11)] = new([NotDifferentiable][Note("halves go to the even neighbour")] (call) => call[0].round(), Trait.KeepsValues, Function.Round),
        [new("Sign", 9)] = new([NotDifferentiable] (call) => call[0].sign()),
        [new("Sin", 7)] = new(call => call[0].sin()),
        [new("Sinh", 9)] = new(call => call[0].sinh()),
        [new("Tan", 7)] = new(call => call[0].tan()),
    };
}
