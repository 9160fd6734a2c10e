namespace GradCamService.Explain.Imaging.Drawing;

/// <summary>
/// Outlines of rectangles and of regions, within them: a light line between two dark ones, which is seen on any photo and any colour.
/// </summary>
internal static class Outlines
{
    private const int LongSideALine = 240;

    private static readonly byte[] Dark = [0, 0, 0];

    /// <summary>Of a rectangle.</summary>
    /// <param name="rgb">The picture's pixels; changed in place.</param>
    /// <param name="canvas">The picture.</param>
    /// <param name="box">In picture pixels.</param>
    /// <param name="light">The line's colour, RGB.</param>
    public static void Draw(byte[] rgb, Canvas canvas, PixelBox box, ReadOnlySpan<byte> light)
    {
        var width = LineOf(canvas);
        for (var y = 0; y < box.Height; y++)
        {
            var vertical = Math.Min(y + 1, box.Height - y);
            for (var x = 0; x < box.Width; x++)
            {
                var depth = Math.Min(vertical, Math.Min(x + 1, box.Width - x));
                // Nothing is drawn between the lines: on to the right one.
                if (depth > width + 2)
                    x = Math.Max(x, box.Width - width - 3);
                else
                    Paint(rgb, canvas, box.X + x, box.Y + y, depth, width, light);
            }
        }
    }

    /// <summary>Of the parts of the analysed picture that belong to something.</summary>
    /// <param name="rgb">The picture's pixels; changed in place.</param>
    /// <param name="canvas">The picture.</param>
    /// <param name="belongs">One for each pixel of the analysed part.</param>
    /// <param name="light">The line's colour, RGB.</param>
    public static void Draw(byte[] rgb, Canvas canvas, bool[] belongs, ReadOnlySpan<byte> light)
    {
        var (width, box) = (LineOf(canvas), canvas.Analyzed);
        var depths = Depths(belongs, box.Width, width + 3);
        for (var i = 0; i < depths.Length; i++)
            if (depths[i] is > 0 and var depth && depth <= width + 2)
                Paint(rgb, canvas, box.X + (i % box.Width), box.Y + (i / box.Width), depth, width, light);
    }

    /// <summary>
    /// How many steps, diagonal ones too, lead from each pixel out of what belongs: 0 outside, 1 at its edge, at most <paramref name="most"/>.
    /// </summary>
    internal static byte[] Depths(bool[] belongs, int width, int most)
    {
        // A frame of outside around the picture spares every question whether there is a neighbour.
        var (height, stride) = (belongs.Length / width, width + 2);
        var framed = new byte[stride * (height + 2)];
        for (var i = 0; i < belongs.Length; i++)
            framed[((i / width) + 1) * stride + (i % width) + 1] = belongs[i] ? (byte)most : (byte)0;
        for (var i = stride + 1; i < framed.Length - stride - 1; i++)
            Step(framed, i, -1, stride);
        for (var i = framed.Length - stride - 2; i > stride; i--)
            Step(framed, i, 1, stride);
        var depths = new byte[belongs.Length];
        for (var y = 0; y < height; y++)
            framed.AsSpan(((y + 1) * stride) + 1, width).CopyTo(depths.AsSpan(y * width));
        return depths;
    }

    private static void Step(byte[] depths, int i, int way, int stride)
    {
        if (depths[i] == 0)
            return;
        var (beside, row) = (depths[i + way], i + (way * stride));
        var nearest = Math.Min(Math.Min(beside, depths[row]), Math.Min(depths[row - 1], depths[row + 1]));
        depths[i] = (byte)Math.Min(depths[i], nearest + 1);
    }

    private static void Paint(byte[] rgb, Canvas canvas, int x, int y, int depth, int width, ReadOnlySpan<byte> light) =>
        (depth == 1 || depth == width + 2 ? Dark : light).CopyTo(rgb.AsSpan(((y * canvas.Width) + x) * 3));

    private static int LineOf(Canvas canvas) => Math.Max(1, (int)Math.Round((double)Math.Max(canvas.Width, canvas.Height) / LongSideALine));
}
