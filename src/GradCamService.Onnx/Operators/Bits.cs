namespace GradCamService.Onnx.Operators;

/// <summary>Integers as bits.</summary>
internal static class Bits
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("BitShift", 11)] = new(BitShift),
        [new("BitwiseAnd", 18)] = new([NotDifferentiable] (call) => call.Binary((a, b) => a.bitwise_and(b))),
        [new("BitwiseNot", 18)] = new([NotDifferentiable][Note(Widened)] (call) => call[0].bitwise_not()),
        [new("BitwiseOr", 18)] = new([NotDifferentiable] (call) => call.Binary((a, b) => a.bitwise_or(b))),
        [new("BitwiseXor", 18)] = new([NotDifferentiable] (call) => call.Binary((a, b) => a.bitwise_xor(b))),
    };

    private const string Widened = "uint16, uint32 and uint64 are held in wider signed types: bits above their own are not cut off";

    [NotDifferentiable]
    [Note(Widened)]
    private static Outputs BitShift(OperatorCall call) => call.Attributes.Text("direction") switch
    {
        "LEFT" => call.Binary((a, b) => a.bitwise_left_shift(b)),
        "RIGHT" => call.Binary((a, b) => a.bitwise_right_shift(b)),
        var other => throw call.Error($"direction '{other}' is neither LEFT nor RIGHT"),
    };
}
