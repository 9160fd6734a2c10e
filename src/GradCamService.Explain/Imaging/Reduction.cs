namespace GradCamService.Explain.Imaging;

/// <summary>
/// Lets a JPEG be decoded smaller than it is, which its transform allows in eighths, where only the network sees it. What the network sees
/// then differs by a few levels of 255.
/// </summary>
/// <param name="Spec">The network's input.</param>
/// <param name="Fit">How the photo is fitted to it.</param>
internal sealed record Reduction(InputSpec Spec, Fit Fit)
{
    // The resize that follows still halves at least, so that its filter and not the codec's decides.
    private const int Oversampling = 2;

    /// <summary>The smallest share, in eighths, that is enough for a photo of this size.</summary>
    public int Eighths(int width, int height)
    {
        var placement = Placement.Of(width, height, Spec, Fit);
        var share = Math.Max(placement.Content.Width / placement.Source.Width, placement.Content.Height / placement.Source.Height);
        return (int)Math.Clamp(Math.Ceiling(share * Oversampling * 8), 1, 8);
    }
}
