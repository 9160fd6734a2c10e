using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators.Gradients;

/// <summary>The gradient of a clip from zero, written over the gradient that arrives.</summary>
internal static class ClippedGradient
{
    // Below this a second thread takes longer to wake than the first needs to finish.
    private const int FewestElementsAThread = 1 << 15;

    /// <param name="gradient">R, contiguous; overwritten by the result.</param>
    /// <param name="output">f, the clip's output, likewise.</param>
    /// <param name="top">The clip's upper bound.</param>
    /// <param name="isGuided">Whether what is not positive of R is dropped too. NaN is never dropped: it must not look like "no evidence".</param>
    public static unsafe void Apply(Tensor gradient, Tensor output, float top, bool isGuided)
    {
        var count = (int)gradient.numel();
        fixed (byte* to = gradient.bytes, from = output.bytes)
        {
            var r = (float*)to;
            var f = (float*)from;
            var threads = Math.Clamp(count / FewestElementsAThread, 1, get_num_threads());
            var part = (((count + threads - 1) / threads) + 15) & ~15;
            if (threads == 1)
                Apply(r, f, count, top, isGuided);
            else
                Parallel.For(0, threads, i => Apply(r + (i * part), f + (i * part), Math.Min(part, count - (i * part)), top, isGuided));
        }
    }

    private static unsafe void Apply(float* r, float* f, int count, float top, bool isGuided)
    {
        // NaN bounds nothing: no comparison with it holds.
        var zero = Vector256<float>.Zero;
        var most = Vector256.Create(float.IsPositiveInfinity(top) ? float.NaN : top);
        var floor = isGuided ? zero : Vector256.Create(float.NaN);
        var i = 0;
        for (; i <= count - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var (gradient, output) = (Vector256.Load(r + i), Vector256.Load(f + i));
            var dropped = Vector256.LessThanOrEqual(output, zero) | Vector256.GreaterThanOrEqual(output, most) | Vector256.LessThanOrEqual(gradient, floor);
            Vector256.AndNot(gradient, dropped).Store(r + i);
        }
        for (; i < count; i++)
            if (f[i] <= 0 || f[i] >= most[0] || r[i] <= floor[0])
                r[i] = 0;
    }
}
