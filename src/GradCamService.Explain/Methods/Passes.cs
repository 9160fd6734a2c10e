namespace GradCamService.Explain.Methods;

/// <summary>What a batch computes besides its outputs; orders that need the same share a batch.</summary>
[Flags]
public enum Passes
{
    /// <summary>A forward pass only.</summary>
    None = 0,

    /// <summary>The target layers' activations.</summary>
    Activations = 1,

    /// <summary>Plain gradients at the target layers, one backward pass a target.</summary>
    Layers = 2,

    /// <summary>Plain gradients at the image.</summary>
    Plain = 4,

    /// <summary>Guided gradients at the image.</summary>
    Guided = 8,

    /// <summary>Gradients at the image by deconvolution's rule.</summary>
    Deconvolution = 16,

    /// <summary>All that go back to the image.</summary>
    Pixels = Plain | Guided | Deconvolution,

    /// <summary>All backward passes.</summary>
    Gradients = Layers | Pixels,
}
