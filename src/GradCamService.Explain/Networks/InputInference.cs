using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Networks;

/// <summary>
/// How photos become the input of a graph that was not described. Sizes and layout are the graph's. How values are scaled, a graph tells
/// only where it does it itself; otherwise it is the usual preparation of networks trained on ImageNet: torchvision's, or for TensorFlow's
/// exports the scale from −1 to 1 of Keras's MobileNets.
/// </summary>
internal static class InputInference
{
    // The size of most networks trained on ImageNet.
    private const int UsualSide = 224;

    // torchvision resizes the shorter side to 256 and cuts 224 out.
    private const double UsualCrop = 0.875;

    private static readonly float[] ImageNetMean = [123.675f, 116.28f, 103.53f];
    private static readonly float[] ImageNetStd = [58.395f, 57.12f, 57.375f];

    /// <param name="image">The graph's input.</param>
    /// <param name="producer">The exporter's name.</param>
    /// <param name="inferred">By field, how it was found; added to.</param>
    /// <exception cref="OnnxException">Photos cannot become such an input.</exception>
    public static ManifestInput Of(ImageInput image, string producer, Dictionary<string, string> inferred)
    {
        var name = image.Input.Name;
        if (image.Channels is not (null or 1 or 3))
            throw new OnnxException($"the input '{name}' has {image.Channels} channels; a photo has 3, or 1 where it is grey");
        inferred["input.layout"] = image.IsChannelsLast ? "NHWC: the input's last axis is its channels"
            : "NCHW: the input's second axis is its channels";
        var isGray = image.Channels == 1;
        var (mean, std) = Scale(image, producer, isGray, inferred);
        var spec = new InputSpec(
            Side(image.Width, image.Height, "input.width", name, inferred),
            Side(image.Height, image.Width, "input.height", name, inferred),
            isGray ? ColorOrder.Gray : ColorOrder.Rgb, UsualCrop, Fit.Crop, Resampling.Bilinear, mean, std);
        inferred["input.color"] = isGray ? "one channel" : "RGB, as most networks take it: a graph does not tell it from BGR";
        inferred["input.crop"] = "torchvision's 224 of 256: a graph does not tell";
        return new ManifestInput(name, image.IsChannelsLast ? TensorLayout.Nhwc : TensorLayout.Nchw, spec);
    }

    private static int Side(int? side, int? other, string field, string input, Dictionary<string, string> inferred)
    {
        if (side is > InputFile.MostPixelsASide)
            throw new OnnxException($"the input '{input}' has {side} pixels a side; at most {InputFile.MostPixelsASide} are taken");
        inferred[field] = side is not null ? "the input's size" : $"{other ?? UsualSide}: the graph leaves it open";
        return side ?? other ?? UsualSide;
    }

    private static (float[] Mean, float[] Std) Scale(ImageInput image, string producer, bool isGray, Dictionary<string, string> inferred)
    {
        var isTensorFlow = image.IsChannelsLast || producer.Contains("tf2onnx", StringComparison.OrdinalIgnoreCase);
        var (mean, std, why) = image.Range switch
        {
            InputRange.Bytes => ([0f], [1f], "values from 0 to 255: the graph scales them itself"),
            InputRange.Unit => ([0f], [255f], "values from 0 to 1: the graph normalizes them itself"),
            _ when isTensorFlow => ([127.5f], [127.5f], "values from −1 to 1, as Keras's MobileNets take them: a graph does not tell"),
            _ when isGray => ([ImageNetMean.Average()], [ImageNetStd.Average()],
                "ImageNet's mean and deviation over the channels: a graph does not tell"),
            _ => (ImageNetMean, ImageNetStd, "ImageNet's, as torchvision's networks take them: a graph does not tell"),
        };
        inferred["input.mean"] = inferred["input.std"] = why;
        return (mean, std);
    }
}
