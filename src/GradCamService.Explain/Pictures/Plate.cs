using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Drawing;

namespace GradCamService.Explain.Pictures;

/// <summary>A drawn picture, and what is needed to draw more on it.</summary>
/// <param name="Picture">So far; the canvas lies at its upper left.</param>
/// <param name="Canvas">Where things of the photo lie in it.</param>
/// <param name="Scale">What its colours mean.</param>
internal sealed record Plate(Picture Picture, Canvas Canvas, ColorScale Scale);

/// <summary>What the colours of a picture mean.</summary>
/// <param name="Colors">From low to high.</param>
/// <param name="Low">The value of the first.</param>
/// <param name="High">That of the last.</param>
internal sealed record ColorScale(ColorMapName Colors, string Low, string High)
{
    /// <summary>From zero to a value of a map.</summary>
    public static ColorScale Of(ColorMapName colors, float full) => new(colors, "0", full.ToString("G3", System.Globalization.CultureInfo.InvariantCulture));
}
