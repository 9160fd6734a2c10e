using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Explain.Outputs;

/// <summary>Plain numbers that are no scores of classes: an age, coordinates, a map of depths.</summary>
/// <param name="Shape">The axes of one image's numbers; empty for one number.</param>
public sealed record ValueReading(IReadOnlyList<long> Shape) : OutputReading(ScoreMeaning.Linear)
{
    /// <summary>Numbers that are listed and may have names.</summary>
    public const int MostListed = 1000;

    /// <summary>The numbers, axis by axis: <c>[N, numbers]</c>.</summary>
    public override Tensor ScoresOf(Tensor read) => read.reshape(read.shape[0], -1);

    public override IReadOnlyList<NetworkOutput> OutputsOf(Tensor scores, IReadOnlyList<Tensor> further)
    {
        var listed = scores.narrow(1, 0, Math.Min(scores.shape[1], MostListed));
        return [.. TensorValues.Floats(listed).Chunk((int)listed.shape[1]).Select(row => new NetworkOutput(row, []))];
    }
}
