namespace GradCamService.Explain.Imaging;

/// <summary>A drawn result.</summary>
/// <param name="Width">Pixels, ≥ 1.</param>
/// <param name="Height">Pixels, ≥ 1.</param>
/// <param name="Pixels">RGB, 8 bit, interleaved, row by row without padding: <c>3 · Width · Height</c> bytes.</param>
public sealed record Picture(int Width, int Height, byte[] Pixels);
