using GradCamService.Explain.Imaging;
using MathNet.Numerics.Random;

namespace GradCamService.Evaluate.Tests.Metrics;

/// <summary>Maps whose figures are known, and how they lie on photos.</summary>
internal static class Maps
{
    /// <summary>An input that is the photo, pixel by pixel.</summary>
    public static Placement Same(int width, int height) =>
        new(width, height, new Region(0, 0, width, height), new Region(0, 0, width, height), width, height);

    /// <summary>A photo of 40 × 20 in the two rows in the middle of an input of 4 × 4: 10 × 10 photo pixels an input pixel.</summary>
    public static Placement Padded { get; } = new(40, 20, new Region(0, 0, 40, 20), new Region(0, 1, 4, 2), 4, 4);

    /// <summary>The same in Data/make_metrics.py.</summary>
    public static float[] First(int width, int height) => Of(width, height, (x, y) => (7 * x + 13 * y) % 17);

    /// <summary>The same in Data/make_metrics.py.</summary>
    public static float[] Second(int width, int height) => Of(width, height, (x, y) => (5 * x + 3 * y + x * y) % 11);

    public static float[] Constant(int width, int height, float value = 1) => Of(width, height, (_, _) => value);

    public static float[] Random(int width, int height, int seed)
    {
        var random = new MersenneTwister(seed, threadSafe: false);
        return Of(width, height, (_, _) => (float)random.NextDouble());
    }

    /// <summary>Highest at the pixel in the middle, or at the first of several.</summary>
    public static float[] Centre(int width, int height) => Of(width, height, (x, y) =>
        MathF.Exp(-(MathF.Pow((x + 0.5f) / width - 0.5f, 2) + MathF.Pow((y + 0.5f) / height - 0.5f, 2)) / (2 * 0.15f * 0.15f)));

    public static float[] Of(int width, int height, Func<int, int, float> value) =>
        [.. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) select value(x, y)];
}
