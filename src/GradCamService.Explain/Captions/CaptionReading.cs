using GradCamService.Explain.Outputs;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Captions;

/// <summary>What a decoder thinks of captions that it has read.</summary>
internal static class CaptionReading
{
    /// <summary>log p of each token of each caption.</summary>
    /// <param name="logits"><c>[N, T, V]</c>, row t scoring the token after the t-th; rows behind a caption's end do not matter.</param>
    /// <param name="tokens">Words and end token of each caption.</param>
    public static Caption[] Read(Tensor logits, IReadOnlyList<IReadOnlyList<int>> tokens)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var length = (int)logits.shape[1];
        var padded = tokens.SelectMany(row => row.Select(token => (long)token).Concat(Enumerable.Repeat(0L, length - row.Count))).ToArray();
        var index = tensor(padded, [tokens.Count, length, 1]).to(logits.device);
        var values = TensorValues.Floats(logits.detach().to(ScalarType.Float32).log_softmax(-1).gather(2, index));
        return tokens.Select((row, i) => new Caption(row, row.Select((_, t) => (double)values[(i * length) + t]).ToList())).ToArray();
    }
}
