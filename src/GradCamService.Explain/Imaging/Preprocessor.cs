using GradCamService.Explain.Imaging.Decoding;
using GradCamService.Explain.Imaging.Resizing;

namespace GradCamService.Explain.Imaging;

/// <summary>A photo to the numbers that a model was trained on.</summary>
internal static class Preprocessor
{
    /// <param name="photo">Any size.</param>
    /// <param name="spec">What the model takes.</param>
    /// <param name="fit">How this photo is fitted; the caller chooses between the request's wish and the manifest's.</param>
    /// <param name="cancellation">Checked between blocks of rows.</param>
    /// <returns>Values <c>[C, H, W]</c> and where they lie in the photo.</returns>
    public static (Placement Placement, float[] Values) Prepare(PhotoView photo, InputSpec spec, Fit fit, CancellationToken cancellation)
    {
        var placement = Placement.Of(photo.FullWidth, photo.FullHeight, spec, fit);
        var channels = spec.Color == ColorOrder.Gray ? 1 : 3;
        var content = placement.Content;
        var source = placement.Source.Scaled((double)photo.Width / photo.FullWidth, (double)photo.Height / photo.FullHeight);
        var resized = Resize(photo, source, channels, (int)content.Width, (int)content.Height, spec.Resize, cancellation);
        var values = new float[channels * spec.Height * spec.Width];
        for (var channel = 0; channel < channels; channel++)
        {
            var first = spec.Color == ColorOrder.Bgr ? 2 - channel : channel;
            Normalize(resized.AsSpan(first), channels, content, Table(spec, channel), Plane(values, spec, channel), spec.Width);
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

    private static byte[] Resize(
        PhotoView photo, Region source, int channels, int width, int height, Resampling filter, CancellationToken cancellation)
    {
        if (channels == 3)
            return PillowResize.Resize(photo.Pixels, photo.Width, photo.Height, 3, source, width, height, filter, cancellation);
        using var block = PixelBlock.Rent((long)photo.Width * photo.Height);
        var gray = block.Bytes(photo.Width * photo.Height);
        ToGray(photo.Pixels, gray);
        return PillowResize.Resize(gray, photo.Width, photo.Height, 1, source, width, height, filter, cancellation);
    }

    private static Span<float> Plane(float[] values, InputSpec spec, int channel) =>
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
}
