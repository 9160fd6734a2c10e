using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>How Resize interpolates.</summary>
/// <param name="Mode">nearest, linear or cubic.</param>
/// <param name="Coordinates">ONNX's coordinate_transformation_mode.</param>
/// <param name="Rounding">ONNX's nearest_mode; simple is the rule before version 11: down when growing, up when shrinking.</param>
/// <param name="CubicCoefficient">The cubic kernel's a.</param>
/// <param name="ExcludesOutside">Whether neighbours outside the image get no weight; otherwise they repeat the edge.</param>
/// <param name="Antialiases">Whether the kernel grows with the reduction.</param>
internal sealed record ResizeKernel(
    string Mode,
    string Coordinates,
    string Rounding,
    float CubicCoefficient = -0.75f,
    bool ExcludesOutside = false,
    bool Antialiases = false);

/// <summary>One axis of a resize.</summary>
/// <param name="Input">Size before.</param>
/// <param name="Output">Size after.</param>
/// <param name="Scale">Output pixels an input pixel, which need not be the sizes' ratio.</param>
/// <param name="From">Where the region begins, 0 to 1 (tf_crop_and_resize).</param>
/// <param name="To">Where it ends.</param>
internal sealed record ResizeAxis(long Input, long Output, float Scale, float From, float To)
{
    /// <summary>Whether the scale is exactly the ratio of the sizes, which is what libtorch's own kernels assume.</summary>
    public bool IsExact => Input * Scale == Output;

    // In float32, as ONNX Runtime computes it: which neighbour is nearest hangs on the last digit.
    private float Place(long x, ResizeKernel kernel) => kernel.Coordinates switch
    {
        "half_pixel" => (x + 0.5f) / Scale - 0.5f,
        "half_pixel_symmetric" => Input / 2f * (1 - Output / (Input * Scale)) + (x + 0.5f) / Scale - 0.5f,
        "pytorch_half_pixel" => Output > 1 ? (x + 0.5f) / Scale - 0.5f : 0,
        "align_corners" => Output == 1 ? 0 : x * (Input - 1) / (Input * Scale - 1),
        "asymmetric" => x / Scale,
        "tf_half_pixel_for_nn" => (x + 0.5f) / Scale,
        "tf_crop_and_resize" => Output > 1
            ? From * (Input - 1) + x * (To - From) * (Input - 1) / (Output - 1)
            : 0.5f * (From + To) * (Input - 1),
        var other => throw new ArgumentException($"coordinate_transformation_mode '{other}' is not known"),
    };

    /// <summary>The nearest input pixel of each output pixel.</summary>
    public long[] Nearest(ResizeKernel kernel) => PerOutput(x =>
    {
        var place = Place(x, kernel);
        var nearest = kernel.Rounding switch
        {
            "round_prefer_floor" => MathF.Ceiling(place - 0.5f),
            "round_prefer_ceil" => MathF.Floor(place + 0.5f),
            "floor" => MathF.Floor(place),
            "ceil" => MathF.Ceiling(place),
            "simple" => Scale < 1 ? MathF.Ceiling(place) : MathF.Floor(place),
            var other => throw new ArgumentException($"nearest_mode '{other}' is not known"),
        };
        return (long)Math.Clamp(nearest, 0, Input - 1);
    });

    /// <summary>Which output pixels lie outside the image.</summary>
    public bool[] Outside(ResizeKernel kernel) => PerOutput(x => Place(x, kernel) is var place && (place < 0 || place > Input - 1));

    /// <summary>The weights of all input pixels in each output pixel, <c>[Output, Input]</c>; each row sums to one.</summary>
    public Tensor Weights(ResizeKernel kernel)
    {
        var weights = new double[Output * Input];
        var shrink = kernel.Antialiases ? Math.Min(Scale, 1) : 1;
        var first = (long)Math.Floor((kernel.Mode == "cubic" ? -2 : -1) / shrink) + 1;
        for (var x = 0L; x < Output; x++)
        {
            var place = Place(x, kernel);
            var below = (long)MathF.Floor(place);
            var row = weights.AsSpan(checked((int)(x * Input)), (int)Input);
            var sum = 0.0;
            for (var tap = below + first; tap <= below + 1 - first; tap++)
            {
                if (kernel.ExcludesOutside && (tap < 0 || tap >= Input))
                    continue;
                var weight = Kernel(kernel, (tap - place) * shrink);
                row[(int)Math.Clamp(tap, 0, Input - 1)] += weight;
                sum += weight;
            }
            foreach (ref var weight in row)
                weight /= sum;
        }
        return tensor(weights, Output, Input);
    }

    private static double Kernel(ResizeKernel kernel, double distance)
    {
        var (x, a) = (Math.Abs(distance), kernel.CubicCoefficient);
        if (kernel.Mode == "linear")
            return Math.Max(1 - x, 0);
        return x < 1 ? ((a + 2) * x - (a + 3)) * x * x + 1
            : x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
            : 0;
    }

    private T[] PerOutput<T>(Func<long, T> value)
    {
        var values = new T[Output];
        for (var x = 0L; x < Output; x++)
            values[x] = value(x);
        return values;
    }
}
