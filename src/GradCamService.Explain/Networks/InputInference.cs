using GradCamService.Explain.Descriptions;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Networks;

/// <summary>
/// How photos become the input of a graph that no manifest describes: as the file and those beside it say, else as the graph's arithmetic
/// and its first normalization tell, else as most networks take them: torchvision's preparation, or for TensorFlow's exports the scale
/// from −1 to 1 of Keras's MobileNets.
/// </summary>
internal static class InputInference
{
    // The size of most networks trained on ImageNet.
    private const int UsualSide = 224;

    // torchvision resizes the shorter side to 256 and cuts 224 out.
    private const double UsualCrop = 0.875;

    /// <param name="graph">The graph that sees the image.</param>
    /// <param name="image">Its input.</param>
    /// <param name="said">What the file and those beside it say.</param>
    /// <param name="inferred">By field, how it was found; added to.</param>
    /// <exception cref="OnnxException">Photos cannot become such an input.</exception>
    public static ManifestInput Of(Graph graph, ImageInput image, InputDescription said, Dictionary<string, string> inferred)
    {
        var name = image.Input.Name;
        if (image.Channels is not (null or 1 or 3))
            throw new OnnxException(
                $"the input '{name}' has {image.Channels} channels; a photo has 3, or 1 where it is grey: what the others are, "
                + "only a manifest can say (model.json beside the file, in input: \"color\": \"RGBA\" for how opaque pixels are, or \"further\": [\"gray\"] "
                + "for a second photo; with width, height, mean and std)");
        inferred["input.layout"] = Layout(image);
        var (width, height) = (Side(said.Width, image.Width, image.Height, name), Side(said.Height, image.Height, image.Width, name));
        var isGray = image.Channels == 1 || (image.Channels is null && said.Color?.Value == ColorOrder.Gray);
        var scale = Fitting(said.Scale, isGray) ?? ScaleGuess.Of(graph, image, isGray, width.Value, height.Value);
        var color = ColorOf(image, said.Color, scale.Color, isGray);
        var cut = said.Cut ?? new((UsualCrop, Fit.Crop), "a guess: torchvision's 224 of 256; nothing tells");
        var filter = said.Resize ?? new(Resampling.Bilinear, "a guess: torchvision's; nothing tells");
        foreach (var (field, why) in new[]
        {
            ("input.width", width.Why), ("input.height", height.Why), ("input.color", color.Why), ("input.crop", cut.Why),
            ("input.fit", cut.Why), ("input.resize", filter.Why), ("input.mean", scale.Scale.Why), ("input.std", scale.Scale.Why),
        })
            inferred[field] = why;
        return new ManifestInput(name, image.IsChannelsLast ? TensorLayout.Nhwc : TensorLayout.Nchw, new InputSpec(
            width.Value, height.Value, color.Value, cut.Value.Crop, cut.Value.Fit, filter.Value, scale.Scale.Value.Mean, scale.Scale.Value.Std));
    }

    private static string Layout(ImageInput image)
    {
        var order = image.IsChannelsLast ? "NHWC: the input's last axis is its channels" : "NCHW: the input's second axis is its channels";
        return image.Input.ChannelAxis is null ? order : $"{order}, as the file's denotation DATA_CHANNEL says";
    }

    /// <summary>A size that the graph fixes is the only one that it runs with; what others say, they say of an open one.</summary>
    private static Stated<int> Side(Stated<int>? said, int? side, int? other, string input)
    {
        if (side is > InputFile.MostPixelsASide)
            throw new OnnxException($"the input '{input}' has {side} pixels a side; at most {InputFile.MostPixelsASide} are taken");
        if (side is { } size)
            return new(size, said is null || said.Value == size ? "the input's size" : $"the input's size, which is fixed; {said.Why} is {said.Value}");
        return said is { Value: > 0 and <= InputFile.MostPixelsASide } ? said
            : new(other ?? UsualSide, $"{other ?? UsualSide}, a guess: the graph leaves it open");
    }

    /// <exception cref="OnnxException">There is a number a colour, and the input has one channel.</exception>
    private static ScaleGuess? Fitting(Stated<PixelScale>? said, bool isGray)
    {
        if (said is null)
            return null;
        foreach (var numbers in new[] { said.Value.Mean, said.Value.Std })
            if (isGray && numbers.Length != 1)
                throw new OnnxException($"{said.Why}: there are {numbers.Length} numbers, one a channel, and the network's input has 1 channel");
        return new ScaleGuess(said, null);
    }

    private static Stated<ColorOrder> ColorOf(ImageInput image, Stated<ColorOrder>? said, ColorOrder? fitted, bool isGray)
    {
        if (isGray)
            return new(ColorOrder.Gray, said?.Value == ColorOrder.Gray ? said.Why : "one channel");
        if (said is not null && said.Value != ColorOrder.Gray)
            return said;
        if (image.Arithmetic.IsRedFirst is { } isRedFirst)
            return new(isRedFirst ? ColorOrder.Rgb : ColorOrder.Bgr, "the graph's arithmetic: the means that it takes away are those of "
                + (isRedFirst ? "red, green, blue" : "blue, green, red") + (image.Arithmetic.Swaps ? ", and it swaps the channels itself" : ""));
        if (fitted is { } order)
            return new(order, "the first BatchNormalization's statistics, as for the mean");
        return new(ColorOrder.Rgb, image.Arithmetic.Swaps ? "a guess: the graph swaps the channels itself, so that RGB, as photos are, may enter"
            : "a guess: RGB, as most networks take it; nothing tells it from BGR");
    }
}
