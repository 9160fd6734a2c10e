using System.Runtime.Intrinsics;

namespace GradCamService.Explain.Imaging.Drawing;

/// <summary>How four neighbours, of which the point lies between the second and the third, share in a value; the shares add up to 1.</summary>
/// <param name="way">From the second to the third, 0 to 1.</param>
internal delegate Vector128<float> Kernel(float way);

/// <summary>The kernels of drawing.</summary>
internal static class Kernels
{
    /// <summary>A straight line between the two nearest, which is how numbers are told.</summary>
    public static Vector128<float> Linear(float way) => Vector128.Create(0, 1 - way, way, 0);

    /// <summary>
    /// Cubic convolution with a = −0.5 (Catmull and Rom 1974): smooth, and through every value. Between values it may leave their range by an
    /// eighth.
    /// </summary>
    public static Vector128<float> CatmullRom(float way)
    {
        var (square, cube) = (way * way, way * way * way);
        return Vector128.Create(
            (-cube + (2 * square) - way) / 2,
            ((3 * cube) - (5 * square) + 2) / 2,
            ((-3 * cube) + (4 * square) + way) / 2,
            (cube - square) / 2);
    }
}
