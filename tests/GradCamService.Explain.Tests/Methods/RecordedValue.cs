using GradCamService.Explain.Methods;

namespace GradCamService.Explain.Tests.Methods;

/// <summary>Values of a method, as they were recorded.</summary>
/// <param name="Method">Its name.</param>
/// <param name="File">The end of the files' names.</param>
public sealed record RecordedValue(string Method, string File)
{
    /// <summary>Share of the largest magnitude: what the records' own check in float64 supports.</summary>
    public const double Recorded = 1e-4;

    private const string SignedLayer = "linear";

    /// <summary>Of a layer with negative activations, whose sums almost cancel.</summary>
    private const double NearlyCancelled = 1e-3;

    /// <summary>
    /// Of a path along which pictures are nearly flat: many inputs of pools and rectifiers tie or lie at the kink, where two programs in float32
    /// take other sides at a few of the 50 steps.
    /// </summary>
    private const double FlatPath = 3e-2;

    public static IReadOnlyList<RecordedValue> All { get; } =
    [
        new("grad-cam", "grad-cam"),
        new("grad-cam++", "grad-cam++.exact"),
        new("xgrad-cam", "xgrad-cam"),
        new("layer-cam", "layer-cam"),
        new("hires-cam", "hires-cam"),
        new("grad-cam-elementwise", "grad-cam-elementwise"),
        new("eigen-cam", "eigen-cam.uncentred"),
        new("eigen-grad-cam", "eigen-grad-cam") { Read = (values, expected, _) => Turned(values, expected) },
        new("ablation-cam", "ablation-cam") { SkippedLayer = SignedLayer, Read = (values, _, score) => Divided(values, score) },
        new("ablation-cam", "ablation-cam.zero") { Network = "mobilenet", Read = (values, _, score) => Divided(values, score) },
        new("score-cam", "score-cam.halfpixel"),
        new("finer-cam", "finer-cam"),
        new("shapley-cam", "shapley-cam.rest"),
        new("gradient", "saliency"),
        new("input-x-gradient", "input-x-gradient"),
        new("deconvolution", "deconvolution"),
        new("guided-backprop", "guided-backprop"),
        new("guided-grad-cam", "guided-grad-cam.bilinear"),
        new("integrated-gradients", "integrated-gradients.zero") { Tolerance = FlatPath },
        new("integrated-gradients", "integrated-gradients.black")
        {
            Settings = new() { Baseline = Baselines.Black }, Fields = [("baseline", "black")], Tolerance = FlatPath,
        },
        new("integrated-gradients", "integrated-gradients.own-mean")
        {
            Settings = new() { Baseline = Baselines.Own }, Fields = [("baseline", "own")], Tolerance = FlatPath,
        },
        new("occlusion", "occlusion.16-8") { Settings = new() { Patch = 16, Stride = 8 }, Fields = [("patch", "16"), ("stride", "8")] },
        new("occlusion", "occlusion.15-10") { Settings = new() { Patch = 15, Stride = 10 }, Fields = [("patch", "15"), ("stride", "10")] },
    ];

    public MethodSettings Settings { get; init; } = MethodSettings.Default;

    /// <summary>The same as a form's fields.</summary>
    public IReadOnlyList<(string Field, string Value)> Fields { get; init; } = [];

    public double Tolerance { get; init; } = Recorded;

    /// <summary>The only network of which there are such records; null: all have them.</summary>
    public string? Network { get; init; }

    /// <summary>A layer whose records another definition made.</summary>
    public string? SkippedLayer { get; init; }

    /// <summary>What was found, what was recorded, and the score → what was found, as it was recorded.</summary>
    public Func<float[], float[], double, float[]> Read { get; init; } = (values, _, _) => values;

    /// <summary>Of the largest magnitude.</summary>
    public double ToleranceAt(string layer) => layer == SignedLayer && Method is "xgrad-cam" or "grad-cam++" ? NearlyCancelled : Tolerance;

    /// <summary>A map is known but for the sign of a singular vector.</summary>
    private static float[] Turned(float[] values, float[] expected) =>
        values.Zip(expected, (one, other) => (double)one * other).Sum() < 0 ? Array.ConvertAll(values, value => -value) : values;

    // Recorded with the paper's division by S.
    private static float[] Divided(float[] values, double score) => Array.ConvertAll(values, value => (float)(value / score));
}
