namespace GradCamService.Explain.Explainers;

/// <summary>How an image is explained.</summary>
public enum Method
{
    /// <summary>ReLU(Σ_k α_k A_k), Selvaraju et al. 2017, arXiv:1610.02391, eq. 1–2.</summary>
    GradCam,

    /// <summary>∂y/∂image with the guided rule at every rectifier, Springenberg et al. 2014, arXiv:1412.6806.</summary>
    GuidedBackprop,

    /// <summary>Guided Backpropagation times the upsampled Grad-CAM, Selvaraju et al. 2017, section 3.2.</summary>
    GuidedGradCam,
}

/// <summary>Which backward passes a batch makes; requests that need the same ones share a batch.</summary>
/// <param name="Maps">Plain gradients to the target layer.</param>
/// <param name="Guided">Guided gradients to the image.</param>
public readonly record struct Passes(bool Maps, bool Guided)
{
    /// <summary>A forward pass only.</summary>
    public static Passes None => default;

    /// <summary>What these methods need together.</summary>
    public static Passes For(IEnumerable<Method> methods) => methods.Aggregate(None, (passes, method) => method switch
    {
        Method.GradCam => passes with { Maps = true },
        Method.GuidedBackprop => passes with { Guided = true },
        _ => new Passes(true, true),
    });
}
