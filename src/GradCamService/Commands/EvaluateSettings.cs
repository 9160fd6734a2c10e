using System.ComponentModel;
using Spectre.Console.Cli;

namespace GradCamService.Commands;

/// <summary>Arguments of <c>evaluate</c>.</summary>
internal sealed class EvaluateSettings : CommandSettings
{
    [CommandArgument(0, "<DATASET>")]
    [Description("A folder (ILSVRC, Pascal VOC, COCO, a folder a class), or a file of annotations (COCO's JSON, a CSV table).")]
    public required string Dataset { get; init; }

    [CommandOption("--model <MODEL>", isRequired: true)]
    [Description("A bundled model's name, a model folder, or an ONNX file; repeatable: models are compared side by side.")]
    public required string[] Model { get; init; }

    [CommandOption("--method <METHOD>")]
    [Description("Repeatable: methods are compared side by side. Without it, grad-cam.")]
    public string[] Method { get; init; } = [];

    [CommandOption("--layer <LAYER>")]
    [Description("The target layer. Without it, each model's own.")]
    public string? Layer { get; init; }

    [CommandOption("--fit <FIT>")]
    [Description("crop, stretch or pad. Without it, each model's own.")]
    public string? Fit { get; init; }

    [CommandOption("--threshold <THRESHOLD>")]
    [Description("Above what a pixel belongs to the object; repeatable: localization at each. Without it, 0.15.")]
    public string[] Threshold { get; init; } = [];

    [CommandOption("--metric <METRIC>")]
    [Description("accuracy, localization, pointing, energy, occlusion-correlation, deletion-insertion, average-drop, sanity, bias; repeatable. Without it, all "
        + "that the dataset allows but sanity, occlusion-correlation, deletion-insertion and average-drop, which are slow.")]
    public string[] Metric { get; init; } = [];

    [CommandOption("--categories <FILE>")]
    [Description("JSON: what the dataset's categories are to the models (label, id, index or group). Without it, matched by their names.")]
    public string? Categories { get; init; }

    [CommandOption("--groups <FILE>")]
    [Description("CSV with the columns image and group: every figure is also told of each group, with the differences.")]
    public string? Groups { get; init; }

    [CommandOption("--limit <N>")]
    [Description("So many images, drawn with the seed. Without it, all.")]
    public int? Limit { get; init; }

    [CommandOption("--seed <S>")]
    [Description("Of what is drawn at random.")]
    [DefaultValue(0)]
    public int Seed { get; init; }

    [CommandOption("--patch <PIXELS>")]
    [Description("occlusion-correlation: side of the square, in pixels of the network's input.")]
    [DefaultValue(35)]
    public int Patch { get; init; }

    [CommandOption("--stride <PIXELS>")]
    [Description("occlusion-correlation: how far the square moves.")]
    [DefaultValue(8)]
    public int Stride { get; init; }

    [CommandOption("--pointing-tolerance <PIXELS>")]
    [Description("pointing: how far beside a box a peak still counts as in it, in pixels of the photo.")]
    [DefaultValue(0.0)]
    public double PointingTolerance { get; init; }

    [CommandOption("--keep-maps")]
    [Description("Also writes every map, as maps/MODEL/PHOTO.npz in the output folder.")]
    public bool KeepMaps { get; init; }

    [CommandOption("--output <DIR>")]
    [Description("Where everything is written; an unfinished run there is continued. Without it, evaluation-<dataset>-<time>.")]
    public string? Output { get; init; }
}
