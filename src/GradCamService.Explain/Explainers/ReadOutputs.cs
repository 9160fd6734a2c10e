using GradCamService.Explain.Models;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Outputs;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Explainers;

/// <summary>What a network said of images, as numbers.</summary>
internal static class ReadOutputs
{
    /// <param name="decoded">What it computed.</param>
    /// <param name="model">Whose network it is.</param>
    /// <param name="count">Of how many images.</param>
    public static NetworkOutput[] Of(Decoded decoded, LoadedModel model, int count)
    {
        var shares = decoded.Shares is { } given ? Rows(given, count) : null;
        return [.. Rows(decoded.Logits, count).Select((row, i) => new NetworkOutput(row, []) { Shares = model.Scores.SharesOf(row, shares?[i]) })];
    }

    /// <summary>The rows of a tensor as arrays.</summary>
    public static float[][] Rows(Tensor tensor, int count)
    {
        var all = TensorValues.Floats(tensor);
        return [.. all.Chunk(all.Length / count)];
    }
}
