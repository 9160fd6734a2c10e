using GradCamService.Explain.Manifests;
using GradCamService.Onnx.Analysis;

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
    /// <summary>The grid of a sequence of tokens; null for a map.</summary>
    public TokenGrid? Tokens => Layout.Form == SpatialForm.Tokens ? new TokenGrid(Layout.Height, Layout.Width, Layout.Skip) : null;
}

/// <summary>A tensor that is not offered as a layer.</summary>
/// <param name="Shape">Sizes without the batch axis.</param>
/// <param name="HasPositions">Whether a map could be made of it; not so behind global pooling.</param>
public sealed record OtherTensor(IReadOnlyList<long> Shape, bool HasPositions);
