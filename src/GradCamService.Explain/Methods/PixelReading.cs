using GradCamService.Explain.Fields;
using GradCamService.Onnx;

namespace GradCamService.Explain.Methods;

/// <summary>How a value is found for each pixel of the network's input. Methods with equal readings share what is computed.</summary>
public abstract record PixelReading
{
    public virtual Passes Passes => Passes.None;

    /// <summary>Fields of its settings.</summary>
    public virtual IReadOnlyList<Field> Fields => [];

    /// <summary>Whether there is one value a pixel, which says where the target is, and not one a channel.</summary>
    public virtual bool IsMap => false;

    /// <summary>Passes of one image besides those of the batch.</summary>
    /// <param name="extent">What it is of.</param>
    /// <param name="settings">How it is done.</param>
    /// <param name="targets">For how many targets.</param>
    public virtual int PassesBesides(Extent extent, MethodSettings settings, int targets) => 0;
}

/// <summary>∂y/∂x.</summary>
/// <param name="Rule">What rectifiers do.</param>
public sealed record PixelGradient(ReluRule Rule) : PixelReading
{
    /// <summary>Whether it is x · ∂y/∂x, x normalized.</summary>
    public bool IsTimesInput { get; init; }

    public override Passes Passes => Rule switch
    {
        ReluRule.Plain => Passes.Plain,
        ReluRule.Guided => Passes.Guided,
        ReluRule.Deconvolution => Passes.Deconvolution,
        _ => throw new InvalidOperationException($"{Rule} has no pass"),
    };
}

/// <summary>A weighted sum of ∂y/∂x at several inputs x.</summary>
/// <param name="Sampling">Which.</param>
public sealed record SampledGradient(Sampling Sampling) : PixelReading
{
    public override IReadOnlyList<Field> Fields => Sampling.Fields;

    // A forward pass each, and a backward pass for each target.
    public override int PassesBesides(Extent extent, MethodSettings settings, int targets) =>
        (Sampling.Count(settings) * (1 + targets)) + (Sampling.Origin is null ? 0 : 1);
}

/// <summary>By the scores of altered images.</summary>
/// <param name="Perturbation">How they are altered; it gives a value a pixel, <c>[R, 1, H, W]</c>.</param>
public sealed record PerturbedPixels(Perturbation Perturbation) : PixelReading
{
    public override IReadOnlyList<Field> Fields => Perturbation.Fields;

    public override bool IsMap => true;

    public override int PassesBesides(Extent extent, MethodSettings settings, int targets) => Perturbation.Count(extent, settings);
}
