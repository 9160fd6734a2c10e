using GradCamService.Onnx;

namespace GradCamService.Explain.Methods;

/// <summary>All methods. A new one is a row here and a function beside <see cref="ChannelWeights"/>.</summary>
public static class MethodTable
{
    private const string Selvaraju = "Selvaraju et al. 2017, arXiv:1610.02391";

    public static Method GradCam { get; } = new("grad-cam", Selvaraju + ", eq. 1–2")
    {
        Weights = ChannelWeights.GradCam,
        Pictures = [PictureNames.Overlay, PictureNames.Heatmap],
    };

    public static Method GradCamPlusPlus { get; } = new("grad-cam++", "Chattopadhyay et al. 2018, arXiv:1710.11063")
    {
        Weights = ChannelWeights.GradCamPlusPlus,
        Pictures = [PictureNames.Overlay, PictureNames.Heatmap],
    };

    public static Method GuidedBackprop { get; } = new("guided-backprop", "Springenberg et al. 2014, arXiv:1412.6806")
    {
        Pixels = ReluRule.Guided,
        Pictures = [PictureNames.GuidedBackprop],
    };

    public static Method GuidedGradCam { get; } = new("guided-grad-cam", Selvaraju + ", section 3.2")
    {
        Weights = ChannelWeights.GradCam,
        Pixels = ReluRule.Guided,
        Pictures = [PictureNames.GuidedGradCam, PictureNames.Overlay],
    };

    /// <summary>In the order in which the API lists them.</summary>
    public static IReadOnlyList<Method> All { get; } = [GradCam, GradCamPlusPlus, GuidedBackprop, GuidedGradCam];
}
