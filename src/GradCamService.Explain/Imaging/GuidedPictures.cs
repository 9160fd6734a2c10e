using GradCamService.Explain.Imaging.Drawing;

namespace GradCamService.Explain.Imaging;

/// <summary>Gradients of the image as a picture: zero is mid-grey, ±3 standard deviations of the whole picture reach 0 and 255.</summary>
public static class GuidedPictures
{
    /// <summary>Standard deviations (about zero) at which black and full brightness are reached.</summary>
    public const int Range = 3;

    private const byte Zero = 128;

    /// <summary>Draws at the model's input size. Of several frames the newest, which is the last, is drawn.</summary>
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
        var (planes, gain) = Planes(gradient, channels, height * width, color);
        var pixels = new byte[height * width * 3];
        for (var channel = 0; channel < planes.Length; channel++)
            Paint(planes[channel].Span, gain, pixels.AsSpan(channel));
        return new Picture(width, height, pixels);
    }

    /// <summary>Draws in the photo's frame, smoothly. What the model did not see is the grey of 0, dimmed.</summary>
    /// <param name="gradient"><c>[C, H, W]</c>, of the canvas's input.</param>
    /// <param name="channels">C, likewise.</param>
    /// <param name="canvas">Of the photo.</param>
    /// <param name="color">The order of the channels of a frame.</param>
    /// <exception cref="ArgumentException">Likewise.</exception>
    internal static Picture Draw(float[] gradient, int channels, Canvas canvas, ColorOrder color)
    {
        var (height, width, box) = (canvas.Placement.InputHeight, canvas.Placement.InputWidth, canvas.Analyzed);
        var (planes, gain) = Planes(gradient, channels, height * width, color);
        var pixels = new byte[canvas.Height * canvas.Width * 3];
        Array.Fill(pixels, Canvas.Dimmed(Zero));
        var values = new float[box.Width];
        for (var channel = 0; channel < planes.Length; channel++)
        {
            var rows = new GridRows(planes[channel], height, width, canvas, Kernels.Linear);
            for (var y = 0; y < box.Height; y++)
            {
                rows.Read(y, values);
                Paint(values, gain, pixels.AsSpan(((((box.Y + y) * canvas.Width) + box.X) * 3) + channel));
            }
        }
        return new Picture(canvas.Width, canvas.Height, pixels);
    }

    /// <summary>What the red, green and blue of the picture show, and brightness a unit.</summary>
    private static (ReadOnlyMemory<float>[] Planes, double Gain) Planes(float[] gradient, int channels, int plane, ColorOrder color)
    {
        var planes = ColorPlanes.Of(channels == 1 ? ColorOrder.Gray : color).ToList();
        var frame = planes.Count;
        if (channels < 1 || channels % frame != 0 || plane < 1 || gradient.Length != channels * plane)
            throw new ArgumentException($"{gradient.Length} values are not {channels} channels of {plane}, {frame} a frame.", nameof(gradient));
        var newest = gradient.AsMemory((channels - frame) * plane);
        return (
            [.. Enumerable.Range(0, 3).Select(channel => (ReadOnlyMemory<float>)newest.Slice(Math.Max(planes.IndexOf((Plane)channel), 0) * plane, plane))],
            127.5 / (Range * Deviation(newest.Span)));
    }

    /// <param name="values">One a pixel.</param>
    /// <param name="gain">Brightness a unit.</param>
    /// <param name="channel">Every third byte is one of its own.</param>
    private static void Paint(ReadOnlySpan<float> values, double gain, Span<byte> channel)
    {
        for (var i = 0; i < values.Length; i++)
            channel[i * 3] = (byte)Math.Clamp(Zero + (values[i] * gain), 0, 255);
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
