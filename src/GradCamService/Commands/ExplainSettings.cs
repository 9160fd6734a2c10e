using System.ComponentModel;
using Spectre.Console.Cli;

namespace GradCamService.Commands;

/// <summary>Arguments of <c>explain</c>.</summary>
internal sealed class ExplainSettings : FieldSettings
{
    [CommandArgument(0, "<PHOTO...>")]
    [Description("Photos, and folders of photos at any depth. In a folder, what is no image by content or name is left out.")]
    public required string[] Photos { get; init; }

    [CommandOption("--model <MODEL>", isRequired: true)]
    [Description("A bundled model's name, a model folder, or an ONNX file.")]
    public required string Model { get; init; }

    [CommandOption("--output <DIR>")]
    [Description("Where pictures and arrays are written. Without it, there are numbers only.")]
    public string? Output { get; init; }

    [CommandOption("--npz")]
    [Description("Writes a file of arrays a photo for numpy.load, too.")]
    public bool Npz { get; init; }

    [CommandOption("--json <FILE>")]
    [Description("Where a line of JSON a photo is written. Without it, to standard output.")]
    public string? Json { get; init; }
}
