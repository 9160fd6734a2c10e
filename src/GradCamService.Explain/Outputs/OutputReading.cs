using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Explain.Outputs;

/// <summary>
/// How the tensors at a network's end are read: as numbers that can be explained, and as what the network says of an image. Each kind of answer
/// has its own.
/// </summary>
/// <param name="Meaning">What the scores are.</param>
public abstract record OutputReading(ScoreMeaning Meaning)
{
    /// <summary>Tensors that are read besides the scores' own.</summary>
    public virtual IReadOnlyList<string> Further => [];

    /// <summary>Whether several classes may hold at once.</summary>
    public bool AreIndependent { get; init; }

    /// <summary>The scores that are explained, one row an image; autograd can go back through them.</summary>
    /// <param name="read">The tensor that is read, <c>[N, …]</c>, whatever axes follow.</param>
    public abstract Tensor ScoresOf(Tensor read);

    /// <summary>What the network said of each image.</summary>
    /// <param name="scores">What <see cref="ScoresOf"/> gave.</param>
    /// <param name="further">The tensors of <see cref="Further"/>, <c>[N, …]</c>.</param>
    public abstract IReadOnlyList<NetworkOutput> OutputsOf(Tensor scores, IReadOnlyList<Tensor> further);
}
