using GradCamService.Onnx;

namespace GradCamService.Explain.Captions;

/// <summary>What a recurrent layer remembers of the words so far.</summary>
/// <param name="Initial">The tensor that it begins with.</param>
/// <param name="Final">The tensor that it ends with, of the same shape.</param>
/// <param name="Axis">Along which captions lie.</param>
internal sealed record DecoderState(string Initial, string Final, int Axis)
{
    // Inputs with the initial states; outputs with the final ones are those after the first.
    private const int FirstInitial = 5;

    /// <summary>The states of a decoder; null where it has none, or a layer begins with something else than the image.</summary>
    public static IReadOnlyList<DecoderState>? Find(Graph graph, IReadOnlyList<ImageTensor> ofImage)
    {
        var states = new List<DecoderState>();
        foreach (var node in graph.Nodes.Where(node => node.Is(Trait.Recurs)))
        {
            for (var i = 0; i < (node.Is(Trait.HasCell) ? 2 : 1); i++)
            {
                var initial = ofImage.FirstOrDefault(
                    tensor => FirstInitial + i < node.Inputs.Count && tensor.Name == node.Inputs[FirstInitial + i]);
                if (initial?.Axis is not { } axis)
                    return null;
                states.Add(new DecoderState(initial.Name, node.Outputs[1 + i], axis));
            }
        }
        return states.Count > 0 ? states : null;
    }
}
