namespace GradCamService.Explain.Imaging.Drawing;

/// <summary>A picture's size, and how the network's input lies in it.</summary>
/// <param name="Placement">As if the picture were the photo.</param>
/// <param name="Analyzed">The part that the model analysed, in picture pixels; at least 1 × 1.</param>
internal sealed record Canvas(Placement Placement, PixelBox Analyzed)
{
    /// <summary>Enough for any screen, and a bound on the cost of a picture.</summary>
    public const int LongestSide = 2048;

    /// <summary>Pixels.</summary>
    public int Width => Placement.PhotoWidth;

    /// <summary>Pixels.</summary>
    public int Height => Placement.PhotoHeight;

    /// <summary>Of the picture that is drawn on a photo of this size.</summary>
    public static (int Width, int Height) SizeOf(int width, int height)
    {
        var scale = Math.Min(1.0, (double)LongestSide / Math.Max(width, height));
        return (Scale(width, scale), Scale(height, scale));
    }

    /// <summary>What lies outside the analysed part has 40 % of its brightness: it is there, but plainly not taken into account.</summary>
    public static byte Dimmed(byte value) => (byte)(((value * 2) + 2) / 5);

    /// <summary>The photo, with a long side of at most <see cref="LongestSide"/> pixels.</summary>
    /// <param name="placement">How the input lies in the whole photo.</param>
    /// <param name="enlarges">Whether a small photo is drawn larger.</param>
    public static Canvas OfPhoto(Placement placement, bool enlarges)
    {
        var (width, height) = SizeOf(placement.PhotoWidth, placement.PhotoHeight);
        var times = enlarges ? Enlargement.Of(width, height) : 1;
        var scaled = placement.ScaledTo(width * times, height * times);
        var box = placement.Analyzed;
        var (left, columns) = Scale(box.X, box.Width, (double)scaled.PhotoWidth / placement.PhotoWidth, scaled.PhotoWidth);
        var (top, rows) = Scale(box.Y, box.Height, (double)scaled.PhotoHeight / placement.PhotoHeight, scaled.PhotoHeight);
        return new Canvas(scaled, new PixelBox(left, top, columns, rows));
    }

    /// <summary>The network's input.</summary>
    /// <param name="placement">How it lies in the photo.</param>
    /// <param name="enlarges">Whether a small input is drawn larger.</param>
    public static Canvas OfInput(Placement placement, bool enlarges)
    {
        var times = enlarges ? Enlargement.Of(placement.InputWidth, placement.InputHeight) : 1;
        var own = placement with
        {
            PhotoWidth = placement.InputWidth * times,
            PhotoHeight = placement.InputHeight * times,
            Source = placement.Content.Scaled(times, times),
        };
        return new Canvas(own, own.Analyzed);
    }

    /// <summary>Where a rectangle of the photo lies in the picture; at least 1 × 1.</summary>
    /// <param name="box">In photo pixels.</param>
    /// <param name="photo">How the input lies in the photo.</param>
    public PixelBox Find(PixelBox box, Placement photo)
    {
        var (left, top) = photo.ToInput(box.X, box.Y);
        var (right, bottom) = photo.ToInput(box.X + box.Width, box.Y + box.Height);
        return Placement.PhotoBox(left, top, right, bottom);
    }

    private static int Scale(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale));

    private static (int Start, int Length) Scale(int start, int length, double scale, int limit)
    {
        var first = Math.Clamp((int)Math.Round(start * scale), 0, limit - 1);
        var end = Math.Clamp((int)Math.Round((start + length) * scale), first + 1, limit);
        return (first, end - first);
    }
}
