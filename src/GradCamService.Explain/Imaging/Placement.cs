namespace GradCamService.Explain.Imaging;

/// <summary>A rectangle in pixels that keeps its fractions; pixel (0, 0) covers 0..1.</summary>
public readonly record struct Region(double X, double Y, double Width, double Height)
{
    /// <summary>The same part of a picture that is so many times as wide and as high.</summary>
    internal Region Scaled(double across, double down) => new(X * across, Y * down, Width * across, Height * down);
}

/// <summary>A rectangle of whole pixels.</summary>
public readonly record struct PixelBox(int X, int Y, int Width, int Height);

/// <summary>
/// How a model's input lies in the photo: <see cref="Content"/> of the input shows <see cref="Source"/> of the photo.
/// </summary>
/// <param name="PhotoWidth">Pixels.</param>
/// <param name="PhotoHeight">Pixels.</param>
/// <param name="Source">In photo pixels: what the model sees.</param>
/// <param name="Content">In input pixels: where it sees it. The whole input, except for <see cref="Fit.Pad"/>.</param>
/// <param name="InputWidth">Pixels.</param>
/// <param name="InputHeight">Pixels.</param>
public sealed record Placement(
    int PhotoWidth, int PhotoHeight, Region Source, Region Content, int InputWidth, int InputHeight)
{
    /// <summary>Whole photo pixels that <see cref="Source"/> touches, within the photo; at least 1 × 1.</summary>
    public PixelBox Analyzed => PhotoBox(Content.X, Content.Y, Content.X + Content.Width, Content.Y + Content.Height);

    /// <summary>Whole input pixels that show the photo: all of them, or those inside the padding.</summary>
    public PixelBox ContentPixels
    {
        get
        {
            var (left, top) = ((int)Math.Round(Content.X), (int)Math.Round(Content.Y));
            return new PixelBox(
                left, top, (int)Math.Round(Content.X + Content.Width) - left, (int)Math.Round(Content.Y + Content.Height) - top);
        }
    }

    /// <summary>
    /// Photo coordinates of a point of the input. Coordinates are continuous: the centre of pixel 0 is 0.5. A point in the
    /// padding gives a point outside the photo.
    /// </summary>
    public (double X, double Y) ToPhoto(double x, double y) =>
        (Source.X + ((x - Content.X) * Source.Width / Content.Width),
         Source.Y + ((y - Content.Y) * Source.Height / Content.Height));

    /// <summary>Input coordinates of a point of the photo: the inverse of <see cref="ToPhoto"/>.</summary>
    public (double X, double Y) ToInput(double x, double y) =>
        (Content.X + ((x - Source.X) * Content.Width / Source.Width),
         Content.Y + ((y - Source.Y) * Content.Height / Source.Height));

    /// <summary>Whole photo pixels that a rectangle of the input touches, within the photo; at least 1 × 1.</summary>
    /// <param name="left">Edges in input coordinates.</param>
    public PixelBox PhotoBox(double left, double top, double right, double bottom)
    {
        var (x0, y0) = ToPhoto(left, top);
        var (x1, y1) = ToPhoto(right, bottom);
        var (x, width) = Cover(x0, x1 - x0, PhotoWidth);
        var (y, height) = Cover(y0, y1 - y0, PhotoHeight);
        return new PixelBox(x, y, width, height);
    }

    /// <summary>The same input in a photo that was resized.</summary>
    internal Placement ScaledTo(int photoWidth, int photoHeight) => this with
    {
        PhotoWidth = photoWidth,
        PhotoHeight = photoHeight,
        Source = Source.Scaled((double)photoWidth / PhotoWidth, (double)photoHeight / PhotoHeight),
    };

    /// <summary>Decides which part of a photo fills which part of the input.</summary>
    public static Placement Of(int photoWidth, int photoHeight, InputSpec spec, Fit fit)
    {
        var whole = new Region(0, 0, photoWidth, photoHeight);
        var input = new Region(0, 0, spec.Width, spec.Height);
        var (source, content) = fit switch
        {
            Fit.Crop => (CenterCrop(photoWidth, photoHeight, spec), input),
            Fit.Stretch => (whole, input),
            Fit.Pad => (whole, Letterbox(photoWidth, photoHeight, spec)),
            _ => throw new ArgumentOutOfRangeException(nameof(fit)),
        };
        return new Placement(photoWidth, photoHeight, source, content, spec.Width, spec.Height);
    }

    private static Region CenterCrop(int photoWidth, int photoHeight, InputSpec spec)
    {
        double width, height;
        if ((long)photoWidth * spec.Height <= (long)photoHeight * spec.Width)
        {
            width = photoWidth * spec.Crop;
            height = width * spec.Height / spec.Width;
        }
        else
        {
            height = photoHeight * spec.Crop;
            width = height * spec.Width / spec.Height;
        }

        return new Region((photoWidth - width) / 2, (photoHeight - height) / 2, width, height);
    }

    /// <summary>Whole input pixels, so that no pixel is half photo and half padding; a very long photo still fills one row.</summary>
    private static Region Letterbox(int photoWidth, int photoHeight, InputSpec spec)
    {
        var scale = Math.Min((double)spec.Width / photoWidth, (double)spec.Height / photoHeight);
        var width = Math.Clamp((int)Math.Round(photoWidth * scale), 1, spec.Width);
        var height = Math.Clamp((int)Math.Round(photoHeight * scale), 1, spec.Height);
        return new Region((spec.Width - width) / 2, (spec.Height - height) / 2, width, height);
    }

    private static (int Start, int Length) Cover(double start, double length, int limit)
    {
        // Fractions like 0.1 · 3 end a hair beyond a whole number; that hair must not cost a pixel.
        const double Slack = 1e-6;
        var first = Math.Clamp((int)Math.Floor(start + Slack), 0, limit - 1);
        var end = Math.Clamp((int)Math.Ceiling(start + length - Slack), first + 1, limit);
        return (first, end - first);
    }
}
