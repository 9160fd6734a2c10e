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
    /// <param name="rule">What is dropped. NaN never is: it must not look like "no evidence".</param>
    public static unsafe void Apply(Tensor gradient, Tensor output, float top, ReluRule rule)
    {
        var count = (int)gradient.numel();
        fixed (byte* to = gradient.bytes, from = output.bytes)
        {
            var r = (float*)to;
            var f = (float*)from;
            var threads = Math.Clamp(count / FewestElementsAThread, 1, get_num_threads());
            var part = (((count + threads - 1) / threads) + 15) & ~15;
            if (threads == 1)
                Apply(r, f, count, top, rule);
            else
                Parallel.For(0, threads, i => Apply(r + (i * part), f + (i * part), Math.Min(part, count - (i * part)), top, rule));
        }
    }

    private static unsafe void Apply(float* r, float* f, int count, float top, ReluRule rule)
    {
        // NaN bounds nothing: no comparison with it holds.
        var bottom = Vector256.Create(rule == ReluRule.Deconvolution ? float.NaN : 0);
        var most = Vector256.Create(float.IsPositiveInfinity(top) ? float.NaN : top);
        var floor = Vector256.Create(rule == ReluRule.Plain ? float.NaN : 0);
        var i = 0;
        for (; i <= count - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var (gradient, output) = (Vector256.Load(r + i), Vector256.Load(f + i));
            var dropped = Vector256.LessThanOrEqual(output, bottom) | Vector256.GreaterThanOrEqual(output, most) | Vector256.LessThanOrEqual(gradient, floor);
            Vector256.AndNot(gradient, dropped).Store(r + i);
        }
        for (; i < count; i++)
            if (f[i] <= bottom[0] || f[i] >= most[0] || r[i] <= floor[0])
                r[i] = 0;
    }
}
