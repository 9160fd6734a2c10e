namespace GradCamService.Explain.Imaging;

/// <summary>A photo as the model sees it.</summary>
/// <param name="Values"><c>[C, H, W]</c>, normalized: <c>(value − mean) / std</c>.</param>
/// <param name="Channels">C: 3, or 1 for gray.</param>
/// <param name="Placement">Where the input lies in the photo.</param>
public sealed record PreparedInput(float[] Values, int Channels, Placement Placement);
