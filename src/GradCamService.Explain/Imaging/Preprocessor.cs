using GradCamService.Explain.Imaging.Decoding;
using GradCamService.Explain.Imaging.Resizing;

namespace GradCamService.Explain.Imaging;

/// <summary>A photo to the numbers that a model was trained on.</summary>
internal static class Preprocessor
{
    /// <param name="photo">Any size; with its opacity where the model sees that.</param>
    /// <param name="spec">What the model takes.</param>
    /// <param name="fit">How this photo is fitted; the caller chooses between the request's wish and the manifest's.</param>
    /// <param name="cancellation">Checked between blocks of rows.</param>
    /// <returns>Values <c>[C, H, W]</c> and where they lie in the photo.</returns>
    public static (Placement Placement, float[] Values) Prepare(PhotoView photo, InputSpec spec, Fit fit, CancellationToken cancellation)
    {
        var placement = Placement.Of(photo.FullWidth, photo.FullHeight, spec, fit);
        var planes = ColorPlanes.Of(spec.Color);
        var content = placement.Content;
        var source = placement.Source.Scaled((double)photo.Width / photo.FullWidth, (double)photo.Height / photo.FullHeight);
        var target = new Target(source, (int)content.Width, (int)content.Height, spec.Resize);
        var colors = planes.Contains(Plane.Luma) ? 1 : 3;
        var alpha = planes.Contains(Plane.Alpha) && !photo.Alpha.IsEmpty ? Resize(photo.Alpha, photo, 1, target, cancellation) : null;
        var resized = Colors(photo, colors, alpha is not null, target, cancellation);
        if (alpha is not null)
            Opacity.Divide(resized, colors, alpha);
        var values = new float[planes.Count * spec.Height * spec.Width];
        for (var channel = 0; channel < planes.Count; channel++)
        {
            var (bytes, first, step) = planes[channel] switch
            {
                Plane.Alpha => (alpha ?? Opaque(target), 0, 1),
                Plane.Luma => (resized, 0, 1),
                var color => (resized, (int)color, 3),
            };
            Normalize(bytes.AsSpan(first), step, content, Table(spec, channel), PlaneOf(values, spec, channel), spec.Width);
        }

        return (placement, values);
    }

    /// <summary>ITU-R 601 luma in 16-bit fixed point, as Pillow's <c>convert("L")</c>.</summary>
    /// <param name="rgb">Interleaved.</param>
    /// <param name="gray">One byte a pixel.</param>
    public static void ToGray(ReadOnlySpan<byte> rgb, Span<byte> gray)
    {
        for (var (from, to) = (0, 0); to < gray.Length; from += 3, to++)
            gray[to] = (byte)(((rgb[from] * 19595) + (rgb[from + 1] * 38470) + (rgb[from + 2] * 7471) + 0x8000) >> 16);
    }

    /// <param name="isTransparent">
    /// Whether colours count by how opaque their pixels are, as Pillow resizes transparent pictures: what nobody sees must not bleed into
    /// what is seen.
    /// </param>
    private static byte[] Colors(PhotoView photo, int channels, bool isTransparent, Target target, CancellationToken cancellation)
    {
        if (channels == 3 && !isTransparent)
            return Resize(photo.Pixels, photo, 3, target, cancellation);
        var pixels = photo.Width * photo.Height;
        using var block = PixelBlock.Rent((long)pixels * channels);
        var copy = block.Bytes(pixels * channels);
        if (channels == 1)
            ToGray(photo.Pixels, copy);
        else
            photo.Pixels.CopyTo(copy);
        if (isTransparent)
            Opacity.Multiply(copy, channels, photo.Alpha);
        return Resize(copy, photo, channels, target, cancellation);
    }

    private static byte[] Resize(ReadOnlySpan<byte> pixels, PhotoView photo, int channels, Target target, CancellationToken cancellation) =>
        PillowResize.Resize(
            pixels, photo.Width, photo.Height, channels, target.Source, target.Width, target.Height, target.Filter, cancellation);

    private static byte[] Opaque(Target target)
    {
        var alpha = new byte[target.Width * target.Height];
        Array.Fill(alpha, byte.MaxValue);
        return alpha;
    }

    private static Span<float> PlaneOf(float[] values, InputSpec spec, int channel) =>
        values.AsSpan(channel * spec.Height * spec.Width, spec.Height * spec.Width);

    /// <summary>What each of the 256 values becomes, so that the loop over pixels divides nothing.</summary>
    private static float[] Table(InputSpec spec, int channel)
    {
        var mean = spec.Mean[spec.Mean.Count == 1 ? 0 : channel];
        var std = spec.Std[spec.Std.Count == 1 ? 0 : channel];
        return [.. Enumerable.Range(0, 256).Select(value => (value - mean) / std)];
    }

    /// <summary>Fills the content; what lies around it stays 0, which is the mean.</summary>
    private static void Normalize(
        ReadOnlySpan<byte> bytes, int step, Region content, float[] table, Span<float> plane, int planeWidth)
    {
        var (left, top, width, height) = ((int)content.X, (int)content.Y, (int)content.Width, (int)content.Height);
        var from = 0;
        for (var y = 0; y < height; y++)
        {
            var row = plane.Slice(((top + y) * planeWidth) + left, width);
            for (var x = 0; x < row.Length; x++, from += step)
                row[x] = table[bytes[from]];
        }
    }

    /// <summary>Which part of a photo becomes how large, by which filter.</summary>
    private readonly record struct Target(Region Source, int Width, int Height, Resampling Filter);
}
