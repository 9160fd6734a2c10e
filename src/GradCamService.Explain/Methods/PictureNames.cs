namespace GradCamService.Explain.Methods;

/// <summary>Pictures that methods have, as the API names them; how they are drawn stands in the room of pictures.</summary>
public static class PictureNames
{
    public const string Overlay = "overlay";
    public const string Heatmap = "heatmap";
    public const string GuidedGradCam = "guidedGradCam";
    public const string GuidedBackprop = "guidedBackprop";
    public const string Attribution = "attribution";

    /// <summary>In the order in which answers have them.</summary>
    public static IReadOnlyList<string> All { get; } = [Overlay, Heatmap, GuidedGradCam, GuidedBackprop, Attribution];
}
