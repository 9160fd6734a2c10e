using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Explain.Layers;

/// <summary>A tensor that can be explained.</summary>
/// <param name="Name">The tensor's name in the file.</param>
/// <param name="Shape">Sizes without the batch axis: <c>[K, h, w]</c>, <c>[h, w, K]</c>, or <c>[T, K]</c> for tokens.</param>
/// <param name="IsDefault">Whether it is the model's default.</param>
/// <param name="Layout">How it lies on the image.</param>
/// <param name="Field">Stride and receptive field; null for a layer of a graph that does not see the image itself.</param>
/// <param name="ReachesScores">
/// Whether its positions have a say in the scores. Behind the last attention of a network that reads its class token, patches have none.
/// </param>
public sealed record TargetLayer(
    string Name, IReadOnlyList<long> Shape, bool IsDefault, SpatialLayout Layout, ReceptiveField? Field, bool ReachesScores)
{
    /// <summary>How many channels it has.</summary>
    public int Channels => (int)Shape[Layout.Form == SpatialForm.ChannelsFirst ? 0 : Shape.Count - 1];

    /// <summary>Which axis of the layer's tensor its channels are.</summary>
    public int ChannelAxis(Tensor tensor) =>
        Layout.Form == SpatialForm.ChannelsFirst ? (int)tensor.dim() - 3 : (int)tensor.dim() - 1;

    /// <summary>The layer's tensor as channels over positions.</summary>
    /// <param name="tensor"><c>[N, K, h, w]</c>, <c>[N, h, w, K]</c>, the same without N, or tokens <c>[N, T, K]</c>, as the layout says.</param>
    /// <returns><c>[N, K, h, w]</c>; the caller's dispose scope owns it.</returns>
    /// <exception cref="OnnxException">The tensor does not lie so on the image.</exception>
    public Tensor AsGrid(Tensor tensor)
    {
        if (tensor.dim() == 4)
            return Layout.Form == SpatialForm.ChannelsLast ? tensor.permute(0, 3, 1, 2) : tensor;
        // Of a network that takes one image without a batch axis.
        if (tensor.dim() == 3 && Layout.Form != SpatialForm.Tokens)
            return AsGrid(tensor.unsqueeze(0));
        var (height, width, skip) = (Layout.Height, Layout.Width, Layout.Skip);
        if (tensor.dim() != 3 || Layout.Form != SpatialForm.Tokens)
            throw new OnnxException($"the target layer has the shape {ShapeText.Of(tensor.shape)}; a map needs [N, K, h, w], or tokens with a grid");
        if (tensor.shape[1] != skip + height * width)
            throw new OnnxException($"the target layer has {tensor.shape[1]} tokens; its grid needs {skip} + {height} × {width}");
        return tensor.narrow(1, skip, height * width).transpose(1, 2).reshape(tensor.shape[0], tensor.shape[2], height, width);
    }
}

/// <summary>A tensor that is not offered as a layer.</summary>
/// <param name="Shape">Sizes without the batch axis.</param>
/// <param name="HasPositions">Whether a map could be made of it; not so behind global pooling.</param>
public sealed record OtherTensor(IReadOnlyList<long> Shape, bool HasPositions);
