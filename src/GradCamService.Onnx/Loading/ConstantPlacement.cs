using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// The last pass: constants go to the device, those of sub-graphs too, and small ones to their nodes as plain numbers, so that a run reads
/// nothing back from the device to learn an axis or a bound.
/// </summary>
/// <param name="drafts">The drafts of the sub-graphs.</param>
/// <param name="device">Where the graph runs.</param>
internal sealed class ConstantPlacement(IReadOnlyDictionary<Graph, GraphDraft> drafts, Device device)
{
    public void Apply(GraphDraft draft) => Apply(draft, new Dictionary<string, BoundInput>());

    private void Apply(GraphDraft draft, Dictionary<string, BoundInput> outer)
    {
        var numbers = draft.Constants.ToDictionary(constant => constant.Key, constant => BoundInput.Of(constant.Value));
        WeightLayout.Apply(draft, device);
        var scope = new Dictionary<string, BoundInput>(outer);
        foreach (var (name, bound) in numbers)
            if (bound is not null)
                scope[name] = bound with { Constant = draft.Constants[name] };
        foreach (var node in draft.Nodes)
        {
            // What is fed or computed under the same name is another tensor, and is told apart by that.
            node.Bound = [.. node.Inputs.Select(scope.GetValueOrDefault)];
            foreach (var subgraph in node.Subgraphs.Values)
                Apply(drafts[subgraph], scope);
        }
    }
}
