namespace GradCamService.Explain.Imaging.Drawing;

/// <summary>
/// Small pictures, such as the frames of a game, made large enough to be looked at: a whole number of times, so that pixels stay pixels.
/// </summary>
internal static class Enlargement
{
    /// <summary>No picture becomes larger than this on its long side. 84 pixels become 336; 224, what most networks see, stay.</summary>
    public const int LongestSide = 384;

    /// <summary>How many times as wide and as high a picture is drawn: as often as it fits.</summary>
    public static int Of(int width, int height) => Math.Max(LongestSide / Math.Max(width, height), 1);

    /// <summary>Every pixel so many times in both directions.</summary>
    /// <param name="rgb">Interleaved.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="times">At least 1.</param>
    public static byte[] Repeat(byte[] rgb, int width, int times)
    {
        if (times == 1)
            return rgb;
        var (row, large) = (width * 3, new byte[rgb.Length * times * times]);
        for (var y = 0; y < rgb.Length / row; y++)
        {
            var first = large.AsSpan(y * times * row * times, row * times);
            for (var x = 0; x < first.Length; x++)
                first[x] = rgb[(y * row) + (x / 3 / times * 3) + (x % 3)];
            for (var copy = 1; copy < times; copy++)
                first.CopyTo(large.AsSpan(((y * times) + copy) * first.Length));
        }
        return large;
    }
}
