using GradCamService.Explain.Library;
using GradCamService.Explain.Manifests;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Models;

/// <summary>
/// <c>describe MODEL.onnx</c>: prints the manifest that a bare ONNX file is served with, to write down and correct. The JSON goes to the
/// standard output, how each field was found to the error output.
/// </summary>
internal static class DescribeCommand
{
    public const string Name = "describe";

    private const string Usage =
        "Usage: describe MODEL.onnx\n\nPrints the manifest (model.json) that the file is served with, and how each field was found.";

    /// <returns>0: printed; 1: the file cannot be served, the reason is printed; 2: wrong arguments.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is not [var path] || path is "-h" or "--help")
        {
            errors.WriteLine(Usage);
            return arguments is ["-h" or "--help"] ? 0 : 2;
        }
        if (!File.Exists(path))
        {
            errors.WriteLine($"{path}: there is no such file");
            return 1;
        }
        using var library = ModelLibrary.Load([path], CPU);
        var entry = library.Entries[0];
        if (entry.Model is not { } model)
        {
            errors.WriteLine($"{path}: {entry.Reason}");
            return 1;
        }
        output.WriteLine(ManifestWriter.Write(model.Manifest));
        foreach (var (field, how) in model.Manifest.Inferred.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            errors.WriteLine($"{field}: {how}");
        foreach (var layer in model.Layers)
            errors.WriteLine($"layer {layer.Name}{(layer.IsDefault ? " (default)" : "")}: {ShapeText.Of(layer.Shape)}"
                + (layer.Field is { } field ? $", stride {field.Stride}, receptive field {field.Size}" : ""));
        errors.WriteLine(model.HasRectifiers ? "guided: relu"
            : "guided: none (no rectifier: Guided Backpropagation is the plain gradient)");
        errors.WriteLine(model.MaxBatch == int.MaxValue ? "batch: any" : $"batch: {model.MaxBatch} (the file fixes it)");
        return 0;
    }
}
