using System.Globalization;

namespace GradCamService.Explain.Imaging;

/// <summary>What the colours of a picture mean.</summary>
/// <param name="Colors">From low to high.</param>
/// <param name="Low">The value of the first.</param>
/// <param name="High">That of the last.</param>
internal sealed record ColorScale(ColorMapName Colors, string Low, string High)
{
    /// <summary>From zero to a value of a map.</summary>
    public static ColorScale Of(ColorMapName colors, float full) => new(colors, "0", full.ToString("G3", CultureInfo.InvariantCulture));
}
