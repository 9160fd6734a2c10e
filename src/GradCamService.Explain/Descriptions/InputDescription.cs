using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Descriptions;

/// <summary>A value, and where it is from, in words.</summary>
internal sealed record Stated<T>(T Value, string Why);

/// <summary>What pixels from 0 to 255 become: (pixel − mean) / deviation, one number each or one a channel.</summary>
internal sealed record PixelScale(float[] Mean, float[] Std)
{
    public static PixelScale Bytes { get; } = new([0], [1]);

    public static PixelScale Unit { get; } = new([0], [255]);

    public static PixelScale Centered { get; } = new([127.5f], [127.5f]);

    /// <summary>ImageNet's mean and deviation, as torchvision takes them.</summary>
    public static PixelScale ImageNet { get; } = new([123.675f, 116.28f, 103.53f], [58.395f, 57.12f, 57.375f]);

    /// <summary>Caffe's: ImageNet's mean of blue, green and red is taken away, and nothing else.</summary>
    public static PixelScale Caffe { get; } = new([103.939f, 116.779f, 123.68f], [1]);

    /// <summary>For one channel, the means over the colours.</summary>
    public PixelScale Gray() => new([Mean.Average()], [Std.Average()]);
}

/// <summary>What one source says about how photos become a network's input; null where it is silent.</summary>
internal sealed record InputDescription
{
    /// <summary>Silent.</summary>
    public static InputDescription None { get; } = new();

    public Stated<int>? Width { get; init; }

    public Stated<int>? Height { get; init; }

    public Stated<ColorOrder>? Color { get; init; }

    /// <summary>Share of the shorter side, and how other shapes fit: one belongs to the other.</summary>
    public Stated<(double Crop, Fit Fit)>? Cut { get; init; }

    public Stated<Resampling>? Resize { get; init; }

    public Stated<PixelScale>? Scale { get; init; }

    /// <summary>What this says, and where it is silent, what the other says.</summary>
    public InputDescription Or(InputDescription other) => new()
    {
        Width = Width ?? other.Width,
        Height = Height ?? other.Height,
        Color = Color ?? other.Color,
        Cut = Cut ?? other.Cut,
        Resize = Resize ?? other.Resize,
        Scale = Scale ?? other.Scale,
    };
}
