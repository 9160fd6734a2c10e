using System.ComponentModel;
using GradCamService.Explain.Library;
using GradCamService.Explain.Manifests;
using GradCamService.Onnx;
using Spectre.Console.Cli;
using static TorchSharp.torch;

namespace GradCamService.Commands;

/// <summary>
/// <c>describe MODEL.onnx</c>: prints the manifest that a bare ONNX file is served with, to write down and correct. The JSON goes to the
/// standard output, how each field was found to the error output.
/// </summary>
internal sealed class DescribeCommand(Streams streams) : Command<DescribeSettings>
{
    public static CommandRow Row { get; } = CommandRow.Of<DescribeCommand, DescribeSettings>(
        "describe", "Prints the manifest (model.json) that an ONNX file is served with, and on standard error how each field was found.",
        "my-network.onnx", "~/models/my-network/my-network.onnx > ~/models/my-network/model.json");

    public override int Execute(CommandContext context, DescribeSettings settings, CancellationToken cancellationToken)
    {
        var path = settings.Model;
        if (!File.Exists(path))
            throw new CommandFailedException($"{path}: there is no such file");
        using var library = ModelLibrary.Load([path], CPU);
        var entry = library.Entries[0];
        Print(entry.Model ?? throw new CommandFailedException($"{path}: {entry.Reason}"));
        return ExitCodes.Done;
    }

    private void Print(Explain.Models.LoadedModel model)
    {
        var (output, errors) = streams;
        output.WriteLine(ManifestWriter.Write(model.Manifest));
        foreach (var (field, how) in model.Manifest.Inferred.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            errors.WriteLine($"{field}: {how}");
        foreach (var layer in model.Layers)
            errors.WriteLine($"layer {layer.Name}{(layer.IsDefault ? " (default)" : "")}: {ShapeText.Of(layer.Shape)}"
                + (layer.Field is { } field ? $", stride {field.Stride}, receptive field {field.Size}" : ""));
        errors.WriteLine(model.HasRectifiers ? "guided: relu"
            : "guided: none (no rectifier: Guided Backpropagation is the plain gradient)");
        errors.WriteLine(model.MaxBatch == int.MaxValue ? "batch: any" : $"batch: {model.MaxBatch} (the file fixes it)");
    }
}

/// <summary>Arguments of <c>describe</c>.</summary>
internal sealed class DescribeSettings : CommandSettings
{
    [CommandArgument(0, "<MODEL.onnx>")]
    [Description("The ONNX file.")]
    public required string Model { get; init; }
}
