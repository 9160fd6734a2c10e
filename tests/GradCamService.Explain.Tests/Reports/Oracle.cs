using GradCamService.Explain.Models;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GradCamService.Explain.Tests.Reports;

/// <summary>What ONNX Runtime computes of a model's own file.</summary>
internal static class Oracle
{
    /// <param name="model">Whose file is run as it lies on the disk.</param>
    /// <param name="image">As the network takes it, of one image.</param>
    /// <param name="output">The output's name; null: the first.</param>
    /// <returns>The output's numbers, row by row.</returns>
    public static float[] Run(LoadedModel model, float[] image, string? output = null)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = new InferenceSession(model.Manifest.GraphPath, options);
        var (name, input) = session.InputMetadata.Single();
        int[] shape = [.. model.InputShape.Select(size => (int)size).Prepend(1)];
        var dimensions = input.Dimensions.Length == 4 ? [Math.Max(input.Dimensions[0], 1), .. shape[1..]] : shape[1..];
        var rows = Enumerable.Repeat(image, dimensions.Length == 4 ? dimensions[0] : 1).SelectMany(row => row).ToArray();
        if (input.Dimensions[^1] == 3)
            (rows, dimensions) = (Last(rows, shape), [shape[2], shape[3], shape[1]]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(rows, dimensions))]);
        return [.. results.First(result => output is null || result.Name == output).AsTensor<float>()];
    }

    private static float[] Last(float[] image, int[] shape)
    {
        var (channels, size) = (shape[1], shape[2] * shape[3]);
        return [.. Enumerable.Range(0, image.Length).Select(i => image[(i % channels * size) + (i / channels)])];
    }
}
