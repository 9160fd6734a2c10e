namespace GradCamService.Explain.Imaging;

/// <summary>Gradients of the image as a picture.</summary>
public static class GuidedPictures
{
    /// <summary>Standard deviations (about zero) at which black and full brightness are reached.</summary>
    private const double Range = 3;

    /// <summary>
    /// Draws at the model's input size: zero is mid-grey, ±3 standard deviations of the whole picture reach 0 and 255. Of several
    /// frames the newest, which is the last, is drawn.
    /// </summary>
    /// <param name="gradient"><c>[C, H, W]</c>.</param>
    /// <param name="channels">C: as many a frame as its order of colours has; how opaque pixels are is not drawn.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="color">The order of the channels of a frame.</param>
    /// <exception cref="ArgumentException">
    /// The sizes do not fit together, or the gradient is zero or not finite: a blank picture would look like a result.
    /// </exception>
    public static Picture Draw(float[] gradient, int channels, int height, int width, ColorOrder color)
    {
        var planes = ColorPlanes.Of(channels == 1 ? ColorOrder.Gray : color).ToList();
        var frame = planes.Count;
        var plane = height * width;
        if (channels < 1 || channels % frame != 0 || plane < 1 || gradient.Length != channels * plane)
            throw new ArgumentException($"{gradient.Length} values are not [{channels}, {height}, {width}].", nameof(gradient));
        var newest = gradient.AsSpan((channels - frame) * plane);
        var gain = 127.5 / (Range * Deviation(newest));
        var pixels = new byte[plane * 3];
        for (var channel = 0; channel < 3; channel++)
        {
            var source = Math.Max(planes.IndexOf((Plane)channel), 0);
            var values = newest.Slice(source * plane, plane);
            for (var i = 0; i < plane; i++)
                pixels[(i * 3) + channel] = (byte)Math.Clamp(128 + (values[i] * gain), 0, 255);
        }

        return new Picture(width, height, pixels);
    }

    private static double Deviation(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += (double)value * value;
        return sum > 0 && double.IsFinite(sum)
            ? Math.Sqrt(sum / values.Length)
            : throw new ArgumentException("The gradient is zero everywhere or not finite: there is nothing to draw.");
    }
}
