using System.ComponentModel;
using Spectre.Console.Cli;

namespace GradCamService.Commands;

/// <summary>Arguments of <c>evaluate</c>.</summary>
internal sealed class EvaluateSettings : FieldSettings
{
    [CommandArgument(0, "<DATASET>")]
    [Description("A folder (ILSVRC, Pascal VOC, COCO, a folder a class), or a file of annotations (COCO's JSON, a CSV table).")]
    public required string Dataset { get; init; }

    [CommandOption("--model <MODEL>", isRequired: true)]
    [Description("A bundled model's name, a model folder, or an ONNX file; repeatable: models are compared side by side.")]
    public required string[] Model { get; init; }

    [CommandOption("--keep-maps")]
    [Description("Also writes every map, as maps/MODEL/PHOTO.npz in the output folder.")]
    public bool KeepMaps { get; init; }

    [CommandOption("--output <DIR>")]
    [Description("Where everything is written; an unfinished run there is continued. Without it, evaluation-<dataset>-<time>.")]
    public string? Output { get; init; }
}
