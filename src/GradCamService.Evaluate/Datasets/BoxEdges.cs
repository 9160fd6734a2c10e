using System.Globalization;
using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Datasets;

/// <summary>
/// A box by the lines around it, in pixels from the photo's upper left corner; pixel (0, 0) lies between the lines 0 and 1. Fractions are rounded to
/// the nearest line, halves to the right and down; a box with an area keeps a pixel at least.
/// </summary>
internal readonly record struct BoxEdges(double Left, double Top, double Right, double Bottom)
{
    // No photo has a longer side.
    private const double Farthest = 1 << 20;

    public bool HasArea => Right > Left && Bottom > Top;

    /// <summary>A box by its first and last pixels.</summary>
    /// <param name="origin">What the dataset calls the photo's first pixel: 0 or 1.</param>
    public static BoxEdges OfCorners(double left, double top, double right, double bottom, int origin) =>
        new(left - origin, top - origin, right - origin + 1, bottom - origin + 1);

    /// <summary>A box by a corner and its sides.</summary>
    public static BoxEdges OfSides(double x, double y, double width, double height) => new(x, y, x + width, y + height);

    public static BoxEdges Of(PixelBox box) => OfSides(box.X, box.Y, box.Width, box.Height);

    /// <summary>A number of pixels; null for a text that is none, or one that lies beyond every photo.</summary>
    public static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && IsPixels(number) ? number : null;

    public static bool IsPixels(double number) => Math.Abs(number) <= Farthest;

    /// <summary>Whole pixels of the part that lies on the photo; null where none does.</summary>
    /// <param name="size">Null where it is not known: then it is cut at the left and upper edge only.</param>
    public PixelBox? Within(PhotoSize? size)
    {
        var (left, right) = Lines(Left, Right, size?.Width ?? int.MaxValue);
        var (top, bottom) = Lines(Top, Bottom, size?.Height ?? int.MaxValue);
        return HasArea && right > left && bottom > top ? new PixelBox(left, top, right - left, bottom - top) : null;
    }

    /// <summary>Whether <see cref="Within"/> takes something away.</summary>
    public bool IsCut(PhotoSize? size) => Within(size) != Within(null) || Nearest(Left) < 0 || Nearest(Top) < 0;

    private static (int First, int End) Lines(double first, double end, int most) =>
        (Math.Max(0, Nearest(first)), Math.Min(most, Math.Max(Nearest(end), Nearest(first) + 1)));

    private static int Nearest(double line) => (int)Math.Floor(line + 0.5);
}
