namespace GradCamService.Explain.Imaging;

/// <summary>What one channel shows of a photo. The first three are also its place in a pixel.</summary>
internal enum Plane
{
    Red,
    Green,
    Blue,

    /// <summary>ITU-R 601.</summary>
    Luma,

    /// <summary>0 transparent … 255 opaque.</summary>
    Alpha,
}

/// <summary>The channels of each order of colours.</summary>
internal static class ColorPlanes
{
    private static readonly Dictionary<ColorOrder, IReadOnlyList<Plane>> Table = new()
    {
        [ColorOrder.Rgb] = [Plane.Red, Plane.Green, Plane.Blue],
        [ColorOrder.Bgr] = [Plane.Blue, Plane.Green, Plane.Red],
        [ColorOrder.Gray] = [Plane.Luma],
        [ColorOrder.Rgba] = [Plane.Red, Plane.Green, Plane.Blue, Plane.Alpha],
        [ColorOrder.Bgra] = [Plane.Blue, Plane.Green, Plane.Red, Plane.Alpha],
        [ColorOrder.GrayAlpha] = [Plane.Luma, Plane.Alpha],
    };

    public static IReadOnlyList<Plane> Of(ColorOrder color) => Table[color];
}
