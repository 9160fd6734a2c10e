using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Layers;
using static TorchSharp.torch;

namespace GradCamService.Explain.Methods;

/// <summary>Altered copies of an image, or of its activations, and what follows from their scores.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Copies">
/// Those from the second argument on, as many as the third: images <c>[n, C, H, W]</c>, or activations in the layer's own shape; owned by the
/// caller's dispose scope.
/// </param>
/// <param name="Read">
/// The scene, the copies' scores <c>[R, count]</c> of R targets, and those of the image itself <c>[R]</c> → what the reading says; owned by the
/// caller's dispose scope.
/// </param>
public sealed record Perturbation(
    Func<Extent, MethodSettings, int> Count, Func<Scene, int, int, Tensor> Copies, Func<Scene, Tensor, Tensor, Tensor> Read)
{
    /// <summary>Whether activations are altered, so that the network runs from the target layer on.</summary>
    public bool IsAtLayer { get; init; }

    /// <summary>Whether probabilities count instead of scores, where the network has some.</summary>
    public bool IsOfProbabilities { get; init; }

    /// <summary>Fields of its settings.</summary>
    public IReadOnlyList<Field> Fields { get; init; } = [];
}

/// <summary>Inputs at which gradients are taken, and their weights.</summary>
/// <param name="Count">How many.</param>
/// <param name="Images">Those from the second argument on, as many as the third: <c>[n, C, H, W]</c>, owned by the caller's dispose scope.</param>
/// <param name="Weights">One an input.</param>
/// <param name="Finish">The weighted sum of their gradients, <c>[R, C, H, W]</c> → the attribution in the same shape.</param>
public sealed record Sampling(
    Func<MethodSettings, int> Count, Func<Scene, int, int, Tensor> Images, Func<MethodSettings, IReadOnlyList<double>> Weights,
    Func<Scene, Tensor, Tensor> Finish)
{
    /// <summary>The image from which on the values tell the score's difference, so that they should sum to it; null where there is none.</summary>
    public Func<Scene, Tensor>? Origin { get; init; }

    /// <summary>Fields of its settings.</summary>
    public IReadOnlyList<Field> Fields { get; init; } = [];
}

/// <summary>What an order is about, in numbers.</summary>
/// <param name="Channels">Of the target layer.</param>
/// <param name="Height">Of the network's input, in pixels.</param>
/// <param name="Width">Likewise.</param>
public readonly record struct Extent(int Channels, int Height, int Width);

/// <summary>One image as methods see it that alter it. The tensors are the caller's.</summary>
/// <param name="Image">The network's input, <c>[1, C, H, W]</c>.</param>
/// <param name="Spec">How it was made of a photo.</param>
/// <param name="Settings">The caller's.</param>
/// <param name="Layer">The target layer.</param>
/// <param name="Activations">Its tensor, in its own shape; null where nothing at the layer was asked for.</param>
public sealed record Scene(Tensor Image, InputSpec Spec, MethodSettings Settings, TargetLayer Layer, Tensor? Activations)
{
    public int Height => (int)Image.shape[2];

    public int Width => (int)Image.shape[3];
}
