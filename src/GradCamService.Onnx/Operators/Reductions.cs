
namespace GradCamService.Onnx.Operators;

/// <summary>Reductions over axes given as an attribute or, in later versions, as an input.</summary>
internal static class Reductions
{
    public static readonly Dictionary<OperatorKey, Operator> Operators = new()
    {
        [new("ReduceMean", 1)] = call => Mean(call, call.Attributes.Ints("axes")),
        [new("ReduceMean", 18)] = call => Mean(call, call.OptionalLongs(1)),
    };

    private static Outputs Mean(OperatorCall call, long[]? axes)
    {
        var input = call[0];
        if (axes is null or [])
        {
            if (call.Attributes.Int("noop_with_empty_axes", 0) != 0)
                return input;
            axes = [.. Enumerable.Range(0, (int)input.dim()).Select(axis => (long)axis)];
        }
        return input.mean(axes, keepdim: call.Attributes.Int("keepdims", 1) != 0);
    }
}
