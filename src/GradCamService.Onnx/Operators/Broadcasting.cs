using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>ONNX's (NumPy's) broadcasting: shapes are aligned at the end, and a size of 1 repeats.</summary>
internal static class Broadcasting
{
    /// <summary>The shape to which both broadcast.</summary>
    /// <exception cref="OnnxException">They do not, or the result is too large.</exception>
    public static long[] Shape(OperatorCall call, long[] a, long[] b) => SizeLimits.Check(call,
        Shape(a, b) ?? throw call.Error($"{ShapeText.Of(a)} and {ShapeText.Of(b)} do not broadcast"));

    /// <summary>The shape to which both broadcast, of any size; null where they do not.</summary>
    public static long[]? Shape(long[] a, long[] b)
    {
        var shape = new long[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= shape.Length; i++)
        {
            var (left, right) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            if (left != right && left != 1 && right != 1)
                return null;
            shape[^i] = left == 1 ? right : left;
        }
        return shape;
    }

    /// <summary>Two inputs that may be combined element by element: on one device, with shapes that broadcast.</summary>
    public static (Tensor A, Tensor B) Align(OperatorCall call, Tensor a, Tensor b)
    {
        if (!a.shape.AsSpan().SequenceEqual(b.shape))
            Shape(call, a.shape, b.shape);
        if (a.device_type == b.device_type)
            return (a, b);
        // Masks and small integers may be on the CPU while the other side is on the graph's device.
        return (a.to(call.Device), b.to(call.Device));
    }

    /// <summary>The tensors themselves where one device has them all; else on the graph's device.</summary>
    public static Tensor[] OnOneDevice(OperatorCall call, Tensor[] tensors) =>
        Array.TrueForAll(tensors, tensor => tensor.device_type == tensors[0].device_type) ? tensors
            : [.. tensors.Select(tensor => tensor.to(call.Device))];

    /// <summary>Combines two tensors element by element.</summary>
    public static Tensor Combine(OperatorCall call, Tensor a, Tensor b, Func<Tensor, Tensor, Tensor> combine)
    {
        (a, b) = Align(call, a, b);
        return combine(a, b);
    }

    /// <summary>Combines the first two inputs.</summary>
    public static Tensor Binary(this OperatorCall call, Func<Tensor, Tensor, Tensor> combine) => Combine(call, call[0], call[1], combine);

    /// <summary>Combines any number of inputs, at least one, from left to right.</summary>
    public static Tensor Variadic(this OperatorCall call, Func<Tensor, Tensor, Tensor> combine) =>
        call.All.Skip(1).Aggregate(call[0], (result, next) => Combine(call, result, next, combine));
}
