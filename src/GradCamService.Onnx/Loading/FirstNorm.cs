using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>Keeps of the first batch normalization what folding takes away, and what tells how its network was fed.</summary>
internal static class FirstNorm
{
    /// <summary>The statistics of the first in execution order; null where there is none that was trained.</summary>
    public static NormStatistics? Of(GraphDraft draft)
    {
        var norm = draft.Nodes.FirstOrDefault(node => node.Is(Trait.NormalizesBatch));
        if (norm is not { Inputs.Count: 5 } || !norm.Inputs.Skip(1).All(draft.Constants.ContainsKey))
            return null;
        using var scope = NewDisposeScope();
        float[] Parameter(int index) => TensorValues.Floats(draft.Constants[norm.Inputs[index]]);
        // As a framework makes it: no image was ever seen.
        if (Parameter(3).All(mean => mean == 0) && Parameter(4).All(variance => variance == 1))
            return null;
        return new NormStatistics(norm.Outputs[0], Parameter(1), Parameter(2));
    }
}
