using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Explain.Outputs;

/// <summary>A vector that stands for the image.</summary>
/// <param name="Length">D, ≥ 2.</param>
public sealed record EmbeddingReading(int Length) : OutputReading(ScoreMeaning.Linear)
{
    /// <summary><c>[N, D]</c>.</summary>
    public override Tensor ScoresOf(Tensor read) => read.reshape(-1, Length);

    public override IReadOnlyList<NetworkOutput> OutputsOf(Tensor scores, IReadOnlyList<Tensor> further) =>
        [.. TensorValues.Floats(scores).Chunk(Length).Select(row => new NetworkOutput(row, []))];
}
