using System.Runtime.InteropServices;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Explainers;

/// <summary>
/// The results of a batch on their way to arrays. On a CPU each is read where it lies, as soon as it is there; from another device all come
/// over in one copy at the end.
/// </summary>
/// <param name="isAtHand">Whether the results are on the CPU.</param>
internal sealed class Downloads(bool isAtHand)
{
    private readonly List<(Tensor Tensor, Action<float[][]> Use)> _waiting = [];

    /// <summary>Whether a tensor that was added has to live until <see cref="Finish"/>.</summary>
    public bool Wait => !isAtHand;

    /// <param name="tensor">At least one axis.</param>
    /// <param name="use">Takes its rows, one an index of the first axis.</param>
    public void Add(Tensor tensor, Action<float[][]> use)
    {
        if (isAtHand)
            use(Rows(MemoryMarshal.Cast<byte, float>(Numbers(tensor).contiguous().bytes), (int)tensor.shape[0]));
        else
            _waiting.Add((tensor, use));
    }

    /// <summary>Hands out what has waited.</summary>
    public void Finish()
    {
        if (_waiting.Count == 0)
            return;
        var all = TensorValues.Floats(cat([.. _waiting.Select(each => Numbers(each.Tensor).flatten())]));
        var start = 0;
        foreach (var (tensor, use) in _waiting)
        {
            var size = (int)tensor.numel();
            use(Rows(all.AsSpan(start, size), (int)tensor.shape[0]));
            start += size;
        }
        _waiting.Clear();
    }

    private static Tensor Numbers(Tensor tensor) => tensor.detach().to(ScalarType.Float32);

    // Row by row: an array of all rows would be faulted in anew for every batch.
    private static float[][] Rows(ReadOnlySpan<float> values, int count)
    {
        var rows = new float[count][];
        var size = values.Length / count;
        for (var i = 0; i < count; i++)
            rows[i] = values.Slice(i * size, size).ToArray();
        return rows;
    }
}
