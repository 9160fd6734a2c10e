using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GradCamService.Onnx;

/// <summary>
/// A tensor's elements as .NET's numbers, in row-major order, whatever its type, device and strides are. Handles that are made on the way
/// belong to the caller's <see cref="TorchSharp.DisposeScope"/>.
/// </summary>
public static class TensorValues
{
    public static float[] Floats(Tensor tensor) => Read<float>(tensor.detach(), ScalarType.Float32);

    public static double[] Doubles(Tensor tensor) => Read<double>(tensor.detach(), ScalarType.Float64);

    /// <summary>Numbers with a fraction are truncated.</summary>
    public static long[] Longs(Tensor tensor) => Read<long>(tensor, ScalarType.Int64);

    // TorchSharp's own accessor goes element by element through more than one axis, and refuses a tensor without elements.
    private static T[] Read<T>(Tensor tensor, ScalarType type) where T : unmanaged =>
        tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.to(type).cpu().contiguous().bytes).ToArray();
}
