namespace GradCamService.Onnx.Operators;

/// <summary>Functions of one number, element by element.</summary>
internal static class Functions
{
    public static readonly Dictionary<OperatorKey, Operator> Operators = new()
    {
        [new("Acos", 7)] = call => call[0].acos(),
        [new("Acosh", 9)] = call => call[0].acosh(),
        [new("Asin", 7)] = call => call[0].asin(),
        [new("Asinh", 9)] = call => call[0].asinh(),
        [new("Atan", 7)] = call => call[0].atan(),
        [new("Atanh", 9)] = call => call[0].atanh(),
        [new("Ceil", 6)] = [NotDifferentiable] (call) => call[0].ceil(),
        [new("Cos", 7)] = call => call[0].cos(),
        [new("Cosh", 9)] = call => call[0].cosh(),
        [new("Erf", 9)] = call => call[0].erf(),
        [new("Exp", 6)] = call => call[0].exp(),
        [new("Floor", 6)] = [NotDifferentiable] (call) => call[0].floor(),
        [new("Log", 6)] = call => call[0].log(),
        [new("Round", 11)] = [NotDifferentiable][Note("halves go to the even neighbour")] (call) => call[0].round(),
        [new("Sign", 9)] = [NotDifferentiable] (call) => call[0].sign(),
        [new("Sin", 7)] = call => call[0].sin(),
        [new("Sinh", 9)] = call => call[0].sinh(),
        [new("Tan", 7)] = call => call[0].tan(),
    };
}
