using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Drawing;

namespace GradCamService.Explain.Pictures;

/// <summary>A drawn picture, and what is needed to draw more on it.</summary>
/// <param name="Picture">So far; the canvas lies at its upper left.</param>
/// <param name="Canvas">Where things of the photo lie in it.</param>
/// <param name="Scale">What its colours mean.</param>
internal sealed record Plate(Picture Picture, Canvas Canvas, ColorScale Scale);
