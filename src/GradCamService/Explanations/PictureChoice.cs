using GradCamService.Explain.Explainers;

namespace GradCamService.Explanations;

/// <summary>A picture that the JSON may have.</summary>
public enum PictureKind
{
    Overlay,
    Heatmap,
    GuidedGradCam,
    GuidedBackprop,
}

/// <summary>Which pictures the JSON has: those named, or the overlay and the method's own.</summary>
/// <param name="Named">Null where the request names none.</param>
public sealed record PictureChoice(IReadOnlySet<PictureKind>? Named)
{
    public bool Includes(PictureKind kind, Method method) => Named?.Contains(kind) ?? kind == PictureKind.Overlay || kind == OwnOf(method);

    private static PictureKind OwnOf(Method method) => method switch
    {
        Method.GradCam => PictureKind.Heatmap,
        Method.GuidedBackprop => PictureKind.GuidedBackprop,
        _ => PictureKind.GuidedGradCam,
    };
}
