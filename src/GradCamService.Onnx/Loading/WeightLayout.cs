using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Loading;

/// <summary>Puts constants on the device, and the weights of 2-d convolutions in channels-last order.</summary>
internal static class WeightLayout
{
    public static void Apply(GraphDraft draft, Device device)
    {
        var weights = draft.Nodes.Where(node => node.Is(Trait.Convolves) && node.Inputs.Count > 1).Select(node => node.Inputs[1]).ToHashSet();
        foreach (var (name, constant) in draft.Constants.ToList())
        {
            var arranged = weights.Contains(name) ? ChannelsLast.Arrange(constant) : constant;
            // Integers are shapes, axes and indices, which operators read on the CPU.
            draft.Constants[name] = arranged.is_floating_point() ? arranged.to(device) : arranged;
            if (!ReferenceEquals(arranged, draft.Constants[name]) && !ReferenceEquals(arranged, constant))
                arranged.Dispose();
            // One weight at a time lies in memory twice, not all.
            if (!ReferenceEquals(draft.Constants[name], constant))
                constant.Dispose();
        }
    }
}
