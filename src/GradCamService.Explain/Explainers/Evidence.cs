using GradCamService.Explain.Layers;
using GradCamService.Explain.Methods;
using GradCamService.Onnx;

namespace GradCamService.Explain.Explainers;

/// <summary>What was found for one target of one image. Filled on the device's thread, then only read.</summary>
internal sealed class Evidence
{
    /// <summary>y.</summary>
    public float Score { get; set; }

    /// <summary>Localization maps.</summary>
    public Dictionary<(MapReading Reading, TargetLayer Layer), SignedMap> Maps { get; } = [];

    /// <summary>∂y/∂image, <c>[C, H, W]</c>, by the rule of rectifiers.</summary>
    public Dictionary<ReluRule, float[]> Gradients { get; } = [];

    /// <summary>Other values a pixel.</summary>
    public Dictionary<PixelReading, float[]> Pixels { get; } = [];

    /// <summary>What those should sum to, where that is known.</summary>
    public Dictionary<PixelReading, float> Differences { get; } = [];
}
