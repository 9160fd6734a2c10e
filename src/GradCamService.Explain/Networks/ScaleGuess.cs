using GradCamService.Explain.Descriptions;
using GradCamService.Explain.Imaging;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Networks;

/// <summary>The scale of pixels that the graph tells, or that is guessed.</summary>
/// <param name="Scale">Mean and deviation.</param>
/// <param name="Color">The order of colours that was found with it, where it was.</param>
internal sealed record ScaleGuess(Stated<PixelScale> Scale, ColorOrder? Color)
{
    private static readonly Dictionary<InputRange, (PixelScale Scale, string Words)> Ranges = new()
    {
        [InputRange.Bytes] = (PixelScale.Bytes, "values from 0 to 255"),
        [InputRange.Unit] = (PixelScale.Unit, "values from 0 to 1"),
        [InputRange.Centered] = (PixelScale.Centered, "values from −1 to 1"),
        [InputRange.Normalized] = (PixelScale.ImageNet, "values normalized by ImageNet's mean and deviation"),
    };

    /// <param name="graph">The graph that sees the image.</param>
    /// <param name="image">Its input.</param>
    /// <param name="isGray">Whether it has one channel.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static ScaleGuess Of(Graph graph, ImageInput image, bool isGray, int width, int height)
    {
        if (Ranges.TryGetValue(image.Arithmetic.Range, out var told))
            return new(new(isGray && told.Scale.Mean.Length > 1 ? told.Scale.Gray() : told.Scale, $"the graph's arithmetic: {told.Words}, "
                + (image.Arithmetic.Nodes.Count > 0 ? $"which its first nodes ({string.Join(", ", image.Arithmetic.Nodes)}) change themselves"
                    : "since its input is bytes")), null);
        var guess = Usual(graph, image, isGray);
        if (NormFit.Of(graph, image, isGray, width, height) is not { } fit)
            return new(guess with { Why = $"{guess.Why}; nothing tells" }, null);
        return fit.IsClear ? new(new(fit.Preparation.Scale, fit.Words), fit.Preparation.Color)
            : new(guess with { Why = $"{guess.Why}; {fit.Words}" }, null);
    }

    private static Stated<PixelScale> Usual(Graph graph, ImageInput image, bool isGray)
    {
        if (image.IsChannelsLast || graph.Producer.Contains("tf2onnx", StringComparison.OrdinalIgnoreCase))
            return new(PixelScale.Centered, "a guess: values from −1 to 1, as Keras's MobileNets take them");
        return isGray ? new(PixelScale.ImageNet.Gray(), "a guess: ImageNet's mean and deviation over the channels")
            : new(PixelScale.ImageNet, "a guess: ImageNet's mean and deviation, as torchvision's networks take them");
    }
}
